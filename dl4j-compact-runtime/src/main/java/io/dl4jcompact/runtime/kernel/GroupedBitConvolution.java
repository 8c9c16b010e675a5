package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Weights;
import java.util.Arrays;

/**
 * Bits times ±1 weights where outputs see groups of channels: one sum after the other, by AND and
 * population count over the words that a group's channels are in.
 *
 * <p>With a of the bits' ones and w of the weights of +1, a sum is 2 |a ∧ w| - |a| if bits stand
 * for 0 and 1. For ±1 it is twice that, less the sum of the weights at the taps inside of the map.
 */
final class GroupedBitConvolution implements ConvolutionKernel {

  private final Placements placements;
  private final Epilogue epilogue;
  private final boolean bipolar;
  private final int mapWidth;
  private final int positionWords;
  private final int kernelWidth;
  private final int outputs;
  private final int groupOutputs;
  private final Span[] spans;
  private final long[][] weights;
  private final int[][] tapSums;

  /** The words of a position that a group's channels are in, and which of their bits these are. */
  private record Span(int firstWord, long[] channels) {}

  GroupedBitConvolution(Convolution operation, TensorType input) {
    placements = Placements.of(operation.window(), input);
    epilogue = operation.epilogue();
    bipolar = input.element() == ElementType.BIT_PM1;
    mapWidth = input.width();
    positionWords = Bits.words(input.channels());
    kernelWidth = operation.window().kernelWidth();
    outputs = operation.outputs();
    groupOutputs = operation.groupOutputs();
    int channels = operation.groupChannels(input);
    spans = new Span[operation.groups()];
    Arrays.setAll(spans, group -> span(group * channels, channels));
    weights = new long[outputs][];
    tapSums = new int[outputs][];
    for (int n = 0; n < outputs; n++) {
      pack((Weights.Signs) operation.weights(), n, operation.window().taps(), channels);
    }
  }

  private static Span span(int first, int channels) {
    int firstWord = first / Long.SIZE;
    long[] words = new long[(first + channels - 1) / Long.SIZE - firstWord + 1];
    for (int c = first; c < first + channels; c++) {
      words[c / Long.SIZE - firstWord] |= 1L << c;
    }
    return new Span(firstWord, words);
  }

  private void pack(Weights.Signs signs, int output, int taps, int channels) {
    int group = output / groupOutputs;
    int words = spans[group].channels().length;
    int firstBit = group * channels - spans[group].firstWord() * Long.SIZE;
    weights[output] = new long[taps * words];
    tapSums[output] = new int[taps];
    int index = output * taps * channels;
    for (int tap = 0; tap < taps; tap++) {
      for (int c = 0; c < channels; c++, index++) {
        boolean positive = signs.signs().get(index);
        tapSums[output][tap] += positive ? 1 : -1;
        if (positive) {
          int bit = firstBit + c;
          weights[output][tap * words + bit / Long.SIZE] |= 1L << bit;
        }
      }
    }
  }

  @Override
  public ScratchSize scratch() {
    return ScratchSize.NONE;
  }

  @Override
  public void run(Memory memory, Slot input, Slot output, int batch) {
    int to = output.offset(memory);
    int step = output.size() / placements.count();
    for (int sample = 0; sample < batch; sample++) {
      int map = input.offset(memory) + sample * input.size();
      for (int row = 0; row < placements.height(); row++) {
        for (int column = 0; column < placements.width(); column++, to += step) {
          place(memory, map, row, column, to);
        }
      }
    }
  }

  private void place(Memory memory, int map, int row, int column, int to) {
    if (epilogue instanceof Epilogue.Threshold threshold) {
      long[] words = memory.words();
      Arrays.fill(words, to, to + Bits.words(outputs), 0);
      for (int n = 0; n < outputs; n++) {
        if (threshold.apply(n, sum(words, map, row, column, n))) {
          words[to + n / Long.SIZE] |= 1L << n;
        }
      }
    } else {
      Epilogue.Real real = (Epilogue.Real) epilogue;
      for (int n = 0; n < outputs; n++) {
        memory.floats()[to + n] = real.apply(n, sum(memory.words(), map, row, column, n));
      }
    }
  }

  private int sum(long[] words, int map, int row, int column, int output) {
    Taps rows = placements.rows();
    Taps columns = placements.columns();
    Span span = spans[output / groupOutputs];
    int sum = 0;
    for (int i = rows.first(row); i < rows.end(row); i++) {
      int line = map + rows.position(row, i) * mapWidth * positionWords + span.firstWord();
      for (int j = columns.first(column); j < columns.end(column); j++) {
        int from = line + columns.position(column, j) * positionWords;
        int tap = i * kernelWidth + j;
        int product = product(words, from, span.channels(), weights[output], tap);
        sum += bipolar ? 2 * product - tapSums[output][tap] : product;
      }
    }
    return sum;
  }

  private static int product(long[] words, int from, long[] channels, long[] weights, int tap) {
    int sum = 0;
    for (int w = 0; w < channels.length; w++) {
      long ones = words[from + w] & channels[w];
      sum += 2 * Long.bitCount(ones & weights[tap * channels.length + w]) - Long.bitCount(ones);
    }
    return sum;
  }
}
