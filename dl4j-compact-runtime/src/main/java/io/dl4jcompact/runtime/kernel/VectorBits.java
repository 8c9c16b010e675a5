package io.dl4jcompact.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Comparisons of floats, packed as bits.
 *
 * <p>Each lane has bits of its own in an integer, so that the sum over the lanes is the packed
 * bits: JDK 17 has no fast way from a mask to bits.
 */
final class VectorBits {

  private static final VectorSpecies<Float> FLOATS = VectorKernels.FLOATS;
  private static final FloatVector FLOAT = VectorKernels.FLOAT;
  private static final IntVector INT = VectorKernels.INT;
  private static final int WIDTH = FLOATS.length();

  /** Each bit of an integer, in the order of the vectors' lanes. */
  static final int[] BITS = bits();

  /** The floats that have those bits. */
  private static final float[] FLOAT_BITS = floatBits();

  private VectorBits() {}

  private static int[] bits() {
    int[] bits = new int[Integer.SIZE];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = 1 << i;
    }
    return bits;
  }

  private static float[] floatBits() {
    float[] floats = new float[BITS.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = Float.intBitsToFloat(BITS[i]);
    }
    return floats;
  }

  /** Of 32 values, those that are below their limits. */
  static int below(float[] values, int from, float[] limits, int at) {
    IntVector found = INT.broadcast(0);
    for (int i = 0; i < Integer.SIZE; i += WIDTH) {
      FloatVector bit = FloatVector.fromArray(FLOATS, FLOAT_BITS, i);
      FloatVector x = FLOAT.broadcast(-0f).add(FloatVector.fromArray(FLOATS, values, from + i));
      FloatVector limit = FloatVector.fromArray(FLOATS, limits, at + i);
      FloatVector bits = FLOAT.broadcast(0f).blend(bit, x.compare(LT, limit));
      found = INT.broadcast(0).or(bits.reinterpretAsInts()).or(found);
    }
    return INT.broadcast(0).or(found).reduceLanes(ADD);
  }

  /** Of 32 values, those that are above a limit. */
  static int above(float[] values, int from, float limit) {
    IntVector found = INT.broadcast(0);
    for (int i = 0; i < Integer.SIZE; i += WIDTH) {
      FloatVector bit = FloatVector.fromArray(FLOATS, FLOAT_BITS, i);
      FloatVector x = FloatVector.fromArray(FLOATS, values, from + i);
      FloatVector bits = FLOAT.broadcast(0f).blend(bit, FLOAT.broadcast(limit).compare(LT, x));
      found = INT.broadcast(0).or(bits.reinterpretAsInts()).or(found);
    }
    return INT.broadcast(0).or(found).reduceLanes(ADD);
  }
}
