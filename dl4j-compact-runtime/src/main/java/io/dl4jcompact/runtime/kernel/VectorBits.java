package io.dl4jcompact.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Comparisons of floats, packed as bits.
 *
 * <p>Each lane has bits of its own in an integer, so that the sum over the lanes is the packed bits:
 * JDK 17 has no fast way from a mask to bits.
 */
final class VectorBits {

  private static final VectorSpecies<Float> FLOATS = VectorKernels.FLOATS;
  private static final VectorSpecies<Integer> INTS = VectorKernels.INTS;
  private static final int WIDTH = FLOATS.length();

  /** Each bit of an integer, in the order of the vectors' lanes. */
  private static final int[] BITS = bits();

  private VectorBits() {}

  private static int[] bits() {
    int[] bits = new int[Integer.SIZE];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = 1 << i;
    }
    return bits;
  }

  /** Of 32 values, those that are below their limits. */
  static int below(float[] values, int from, float[] limits, int at) {
    FloatVector none = FloatVector.zero(FLOATS);
    IntVector found = IntVector.zero(INTS);
    for (int i = 0; i < Integer.SIZE; i += WIDTH) {
      FloatVector bit = IntVector.fromArray(INTS, BITS, i).reinterpretAsFloats();
      FloatVector x = FloatVector.fromArray(FLOATS, values, from + i);
      FloatVector limit = FloatVector.fromArray(FLOATS, limits, at + i);
      found = found.or(none.blend(bit, x.compare(LT, limit)).reinterpretAsInts());
    }
    return found.reduceLanes(ADD);
  }

  /** Of 32 values, those that are above a limit. */
  static int above(float[] values, int from, float limit) {
    FloatVector none = FloatVector.zero(FLOATS);
    FloatVector limits = FloatVector.broadcast(FLOATS, limit);
    IntVector found = IntVector.zero(INTS);
    for (int i = 0; i < Integer.SIZE; i += WIDTH) {
      FloatVector bit = IntVector.fromArray(INTS, BITS, i).reinterpretAsFloats();
      FloatVector x = FloatVector.fromArray(FLOATS, values, from + i);
      found = found.or(none.blend(bit, x.compare(GT, limits)).reinterpretAsInts());
    }
    return found.reduceLanes(ADD);
  }
}
