package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Weights;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Float weights in blocks of two vectors of outputs: for each block and element of a row, the
 * weights of the block's outputs. The last block is filled up with zeros.
 *
 * <p>Products are added in the order of {@link FloatBlocks#multiply}, and not fused with additions,
 * so that sums have the same bits.
 */
final class VectorFloatBlocks {

  private static final VectorSpecies<Float> FLOATS = VectorKernels.FLOATS;
  private static final int WIDTH = FLOATS.length();

  /** Outputs of a block. */
  static final int LANES = 2 * WIDTH;

  private static final int UNROLLED = 4;

  private final float[] values;
  private final int[] offsets;
  private final int outputs;

  /**
   * @param offsets where each element of a row is, from the row's start on
   */
  VectorFloatBlocks(Weights weights, int outputs, int[] offsets) {
    this.outputs = outputs;
    this.offsets = offsets;
    int length = offsets.length;
    values = new float[Math.multiplyExact(blocks(), Math.multiplyExact(LANES, length))];
    for (int n = 0; n < outputs; n++) {
      for (int k = 0; k < length; k++) {
        values[(n / LANES * length + k) * LANES + n % LANES] = weights.get(n * length + k);
      }
    }
  }

  /** Number of blocks. */
  int blocks() {
    return (outputs + LANES - 1) / LANES;
  }

  /**
   * Sums of products of some rows with all weights.
   *
   * @param from where the first row starts
   * @param step from where a row starts to where the next does
   * @param count number of rows
   * @param sums takes the sums of each row's outputs
   * @param to where the first row's go; the others follow
   * @param spare takes sums of outputs that do not exist: {@link #LANES} for each of two rows
   * @param spareFrom where they go
   */
  void multiply(
      float[] rows,
      int from,
      int step,
      int count,
      float[] sums,
      int to,
      float[] spare,
      int spareFrom) {
    for (int block = 0; block < blocks(); block++) {
      int first = block * LANES;
      int lanes = Math.min(LANES, outputs - first);
      for (int r = 0; r < count; r += 2) {
        // The last row of an odd number is computed with the one before it, which does no harm.
        int row = Math.max(0, Math.min(r, count - 2));
        int a = from + row * step;
        int target = to + row * outputs + first;
        boolean full = lanes == LANES;
        float[] out = full ? sums : spare;
        int at = full ? target : spareFrom;
        int next = full ? outputs : LANES;
        if (count == 1) {
          one(rows, a, offsets, values, first * offsets.length, out, at);
        } else {
          two(rows, a, a + step, offsets, values, first * offsets.length, out, at, at + next);
        }
        if (!full) {
          System.arraycopy(spare, spareFrom, sums, target, lanes);
          if (count > 1) {
            System.arraycopy(spare, spareFrom + LANES, sums, target + outputs, lanes);
          }
        }
      }
    }
  }

  // Written out without methods for the parts: see VectorSignBlocks.
  private static void two(
      float[] x, int a, int b, int[] offsets, float[] w, int at, float[] sums, int toA, int toB) {
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector a1 = FloatVector.zero(FLOATS);
    FloatVector b0 = FloatVector.zero(FLOATS);
    FloatVector b1 = FloatVector.zero(FLOATS);
    int k = 0;
    int j = at;
    for (; k <= offsets.length - UNROLLED; k += UNROLLED, j += UNROLLED * LANES) {
      FloatVector w0 = FloatVector.fromArray(FLOATS, w, j);
      FloatVector w1 = FloatVector.fromArray(FLOATS, w, j + WIDTH);
      FloatVector xa = FloatVector.broadcast(FLOATS, x[a + offsets[k]]);
      FloatVector xb = FloatVector.broadcast(FLOATS, x[b + offsets[k]]);
      FloatVector sa0 = xa.mul(w0);
      FloatVector sa1 = xa.mul(w1);
      FloatVector sb0 = xb.mul(w0);
      FloatVector sb1 = xb.mul(w1);

      w0 = FloatVector.fromArray(FLOATS, w, j + LANES);
      w1 = FloatVector.fromArray(FLOATS, w, j + LANES + WIDTH);
      xa = FloatVector.broadcast(FLOATS, x[a + offsets[k + 1]]);
      xb = FloatVector.broadcast(FLOATS, x[b + offsets[k + 1]]);
      sa0 = sa0.add(xa.mul(w0));
      sa1 = sa1.add(xa.mul(w1));
      sb0 = sb0.add(xb.mul(w0));
      sb1 = sb1.add(xb.mul(w1));

      w0 = FloatVector.fromArray(FLOATS, w, j + 2 * LANES);
      w1 = FloatVector.fromArray(FLOATS, w, j + 2 * LANES + WIDTH);
      xa = FloatVector.broadcast(FLOATS, x[a + offsets[k + 2]]);
      xb = FloatVector.broadcast(FLOATS, x[b + offsets[k + 2]]);
      sa0 = sa0.add(xa.mul(w0));
      sa1 = sa1.add(xa.mul(w1));
      sb0 = sb0.add(xb.mul(w0));
      sb1 = sb1.add(xb.mul(w1));

      w0 = FloatVector.fromArray(FLOATS, w, j + 3 * LANES);
      w1 = FloatVector.fromArray(FLOATS, w, j + 3 * LANES + WIDTH);
      xa = FloatVector.broadcast(FLOATS, x[a + offsets[k + 3]]);
      xb = FloatVector.broadcast(FLOATS, x[b + offsets[k + 3]]);
      a0 = a0.add(sa0.add(xa.mul(w0)));
      a1 = a1.add(sa1.add(xa.mul(w1)));
      b0 = b0.add(sb0.add(xb.mul(w0)));
      b1 = b1.add(sb1.add(xb.mul(w1)));
    }
    for (; k < offsets.length; k++, j += LANES) {
      FloatVector w0 = FloatVector.fromArray(FLOATS, w, j);
      FloatVector w1 = FloatVector.fromArray(FLOATS, w, j + WIDTH);
      FloatVector xa = FloatVector.broadcast(FLOATS, x[a + offsets[k]]);
      FloatVector xb = FloatVector.broadcast(FLOATS, x[b + offsets[k]]);
      a0 = a0.add(xa.mul(w0));
      a1 = a1.add(xa.mul(w1));
      b0 = b0.add(xb.mul(w0));
      b1 = b1.add(xb.mul(w1));
    }
    a0.intoArray(sums, toA);
    a1.intoArray(sums, toA + WIDTH);
    b0.intoArray(sums, toB);
    b1.intoArray(sums, toB + WIDTH);
  }

  private static void one(
      float[] x, int a, int[] offsets, float[] w, int at, float[] sums, int to) {
    FloatVector a0 = FloatVector.zero(FLOATS);
    FloatVector a1 = FloatVector.zero(FLOATS);
    int k = 0;
    int j = at;
    for (; k <= offsets.length - UNROLLED; k += UNROLLED, j += UNROLLED * LANES) {
      FloatVector xa = FloatVector.broadcast(FLOATS, x[a + offsets[k]]);
      FloatVector s0 = xa.mul(FloatVector.fromArray(FLOATS, w, j));
      FloatVector s1 = xa.mul(FloatVector.fromArray(FLOATS, w, j + WIDTH));
      xa = FloatVector.broadcast(FLOATS, x[a + offsets[k + 1]]);
      s0 = s0.add(xa.mul(FloatVector.fromArray(FLOATS, w, j + LANES)));
      s1 = s1.add(xa.mul(FloatVector.fromArray(FLOATS, w, j + LANES + WIDTH)));
      xa = FloatVector.broadcast(FLOATS, x[a + offsets[k + 2]]);
      s0 = s0.add(xa.mul(FloatVector.fromArray(FLOATS, w, j + 2 * LANES)));
      s1 = s1.add(xa.mul(FloatVector.fromArray(FLOATS, w, j + 2 * LANES + WIDTH)));
      xa = FloatVector.broadcast(FLOATS, x[a + offsets[k + 3]]);
      s0 = s0.add(xa.mul(FloatVector.fromArray(FLOATS, w, j + 3 * LANES)));
      s1 = s1.add(xa.mul(FloatVector.fromArray(FLOATS, w, j + 3 * LANES + WIDTH)));
      a0 = a0.add(s0);
      a1 = a1.add(s1);
    }
    for (; k < offsets.length; k++, j += LANES) {
      FloatVector xa = FloatVector.broadcast(FLOATS, x[a + offsets[k]]);
      a0 = a0.add(xa.mul(FloatVector.fromArray(FLOATS, w, j)));
      a1 = a1.add(xa.mul(FloatVector.fromArray(FLOATS, w, j + WIDTH)));
    }
    a0.intoArray(sums, to);
    a1.intoArray(sums, to + WIDTH);
  }
}
