package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Epilogue;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The epilogue f(sum · scale + shift) by vectors. */
final class VectorRealEpilogue implements FloatEpilogue {

  private static final VectorSpecies<Float> FLOATS = VectorKernels.FLOATS;
  private static final FloatVector FLOAT = VectorKernels.FLOAT;
  private static final int WIDTH = FLOATS.length();
  private static final int LANES = ScratchSize.LANES;

  private final float[] scales;
  private final float[] shifts;
  private final Activation activation;
  private final int outputs;

  VectorRealEpilogue(Epilogue.Real epilogue, int outputs) {
    this.outputs = outputs;
    activation = epilogue.activation();
    int padded = (outputs + WIDTH - 1) / WIDTH * WIDTH;
    scales = new float[padded];
    shifts = new float[padded];
    for (int n = 0; n < outputs; n++) {
      scales[n] = epilogue.scale().channel(n, 1);
      shifts[n] = epilogue.shift().channel(n, 0);
    }
  }

  @Override
  public void run(int block, float[][] sums, int count, Memory memory, int to, int step) {
    int first = block * LANES;
    int lanes = Math.min(LANES, outputs - first);
    int padded = (lanes + WIDTH - 1) / WIDTH * WIDTH;
    boolean rectify = activation.function() == Activation.Function.RELU;
    boolean direct = rectify || activation.function() == Activation.Function.IDENTITY;
    // Functions take several placements at a time, since each call takes time of its own.
    int together = !direct && step == lanes ? LANES / lanes : 1;
    for (int r = 0; r < count; r++) {
      int target = to + r * step + first;
      // A last vector that is not full may reach into results that are still to come.
      boolean room = r * step + padded <= (count - 1) * step + lanes;
      if (direct && (lanes == padded || outputs <= LANES && room)) {
        write(sums[r], lanes, scales, shifts, first, rectify, memory.floats(), target);
      } else {
        write(sums[r], lanes, scales, shifts, first, rectify, sums[r], 0);
        int place = r % together;
        float[] values = sums[r - place];
        System.arraycopy(sums[r], 0, values, place * lanes, lanes);
        if (place == together - 1 || r == count - 1) {
          finish(values, memory.floats(), target - place * step, (place + 1) * lanes, rectify);
        }
      }
    }
  }

  private void finish(float[] values, float[] target, int to, int lanes, boolean rectified) {
    if (rectified) {
      System.arraycopy(values, 0, target, to, lanes);
      return;
    }
    int whole = FLOATS.loopBound(lanes);
    VectorActivation.run(activation, values, 0, target, to, whole);
    if (whole < lanes) {
      // The last lanes by a vector too, which goes where it is in nobody's way.
      int free = whole == 0 ? WIDTH : 0;
      VectorActivation.run(activation, values, whole, values, free, WIDTH);
      System.arraycopy(values, free, target, to + whole, lanes - whole);
    }
  }

  private static void write(
      float[] sums,
      int lanes,
      float[] scales,
      float[] shifts,
      int first,
      boolean rectify,
      float[] target,
      int to) {
    float least = rectify ? 0 : Float.NEGATIVE_INFINITY;
    for (int j = 0; j < lanes; j += WIDTH) {
      FloatVector scale = FloatVector.fromArray(FLOATS, scales, first + j);
      FloatVector shift = FloatVector.fromArray(FLOATS, shifts, first + j);
      FloatVector x = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, sums, j));
      x.mul(scale).add(shift).max(least).intoArray(target, to + j);
    }
  }
}
