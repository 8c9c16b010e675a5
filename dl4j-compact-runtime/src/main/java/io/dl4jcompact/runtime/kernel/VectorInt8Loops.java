package io.dl4jcompact.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.B2F;

import io.dl4jcompact.runtime.graph.FloatFunctions;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Convolutions of 8-bit integers by vectors. */
final class VectorInt8Loops implements Int8Loops {

  private static final VectorSpecies<Float> FLOATS = VectorKernels.FLOATS;
  private static final FloatVector FLOAT = VectorKernels.FLOAT;
  private static final IntVector INT = VectorKernels.INT;
  private static final int WIDTH = FLOATS.length();

  /** As many bytes as floats of a vector. */
  private static final VectorSpecies<Byte> BYTES =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(WIDTH * Byte.SIZE));

  private static final float ROUND = FloatFunctions.ROUND;
  private static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);

  /** A sum is split in a multiple of 2^12 and a rest, since one below 2^22 can be rounded. */
  private static final int LOW_BITS = 12;

  private static final float HIGH = 1 << LOW_BITS;

  private final FloatLoops floats = new VectorFloatLoops();
  private final Int8Loops rest = new ScalarInt8Loops();

  @Override
  public FloatLoops floats() {
    return floats;
  }

  @Override
  public void expand(byte[] source, int from, int zeroPoint, float[] target, int to, int count) {
    int done = FLOATS.loopBound(count);
    FloatVector shift = FLOAT.broadcast((float) -zeroPoint);
    for (int i = 0; i < done; i += WIDTH) {
      shift
          .add(ByteVector.fromArray(BYTES, source, from + i).convertShape(B2F, FLOATS, 0))
          .intoArray(target, to + i);
    }
    rest.expand(source, from + done, zeroPoint, target, to + done, count - done);
  }

  @Override
  public void add(float[] part, int[] sums, int to, int count, boolean fresh) {
    if (to + count + WIDTH > sums.length && count % WIDTH != 0) {
      rest.add(part, sums, to, count, fresh);
      return;
    }
    FloatVector nothing = FLOAT.broadcast(-0f);
    FloatVector round = FLOAT.broadcast(ROUND);
    IntVector base = INT.broadcast(-ROUND_BITS);
    for (int i = 0; i < count; i += WIDTH) {
      FloatVector sum = nothing.add(FloatVector.fromArray(FLOATS, part, i));
      FloatVector shifted = sum.mul(1 / HIGH).add(round);
      FloatVector low = sum.sub(shifted.sub(round).mul(HIGH)).add(round);
      IntVector high = base.add(shifted.reinterpretAsInts()).mul(1 << LOW_BITS);
      IntVector whole = base.add(low.reinterpretAsInts()).add(high);
      if (!fresh) {
        whole = whole.add(IntVector.fromArray(VectorKernels.INTS, sums, to + i));
      }
      whole.intoArray(sums, to + i);
    }
  }
}
