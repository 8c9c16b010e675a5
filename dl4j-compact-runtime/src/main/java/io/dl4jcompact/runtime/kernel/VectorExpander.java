package io.dl4jcompact.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.NE;

import io.dl4jcompact.runtime.graph.ElementType;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/** Unpacks a vector of bits at a time, and what is left of a position one by one. */
final class VectorExpander implements BitExpander {

  private static final VectorSpecies<Integer> INTS = VectorKernels.INTS;
  private static final FloatVector FLOAT = VectorKernels.FLOAT;
  private static final IntVector INT = VectorKernels.INT;
  private static final int WIDTH = INTS.length();

  private final ScalarExpander scalar;
  private final int lower;
  private final int upper;

  VectorExpander(ElementType element) {
    scalar = new ScalarExpander(element);
    lower = Float.floatToRawIntBits(element.valueOf(false));
    upper = Float.floatToRawIntBits(element.valueOf(true));
  }

  @Override
  public void run(long[] words, int from, float[] values, int to, int positions, int channels) {
    int word = from;
    int end = to + positions * channels;
    for (int first = to; first < end; first += channels) {
      for (int c = 0; c < channels; c += Long.SIZE, word++) {
        int bits = Math.min(Long.SIZE, channels - c);
        int done = bits / WIDTH * WIDTH;
        unpack(words[word], values, first + c, done, lower, upper);
        if (done < bits) {
          scalar.unpack(words[word] >>> done, values, first + c + done, bits - done);
        }
      }
    }
  }

  private static void unpack(long word, float[] values, int to, int bits, int lower, int upper) {
    IntVector each = IntVector.fromArray(INTS, VectorBits.BITS, 0);
    IntVector low = INT.broadcast(lower);
    IntVector high = INT.broadcast(upper);
    for (int i = 0; i < bits; i += WIDTH) {
      IntVector set = INT.broadcast((int) (word >>> i)).and(each);
      IntVector value = low.blend(high, set.compare(NE, 0));
      FLOAT.broadcast(-0f).add(value.reinterpretAsFloats()).intoArray(values, to + i);
    }
  }
}
