package io.dl4jcompact.runtime.reference;

import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.DequantizeInt8;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Flip;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.Pooling;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Unpack;
import io.dl4jcompact.runtime.graph.Upsample;
import io.dl4jcompact.runtime.graph.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Random valid graphs over all operations.
 *
 * <p>Only values that floats hold exactly are quantised, so that bits cannot depend on rounding;
 * and large sums are not squashed, so that the largest value of a result is the scale of its error.
 */
public final class RandomGraphs {

  private final Random random;
  private final RandomOperations operations;
  private final Draft draft = new Draft();
  private final FloatExtensions floats;
  private final Int8Extensions integers;

  private RandomGraphs(Random random) {
    this.random = random;
    operations = new RandomOperations(random);
    floats = new FloatExtensions(random, draft);
    integers = new Int8Extensions(random, draft);
  }

  /** The graph of a seed. */
  public static Graph of(Random random) {
    return new RandomGraphs(random).graph();
  }

  /** Random samples for all inputs of a graph: multiples of 1/4 between -2 and 2. */
  public static float[][] inputs(Graph graph, int batch, Random random) {
    RandomOperations operations = new RandomOperations(random);
    return graph.inputs().stream()
        .map(node -> operations.floats(batch * graph.type(node.name()).size()).toArray())
        .toArray(float[][]::new);
  }

  private Graph graph() {
    addInput();
    for (int left = operations.between(2, 20); left > 0; left--) {
      if (operations.chance(12)) {
        addInput();
      }
      // Mostly the newest value, so that chains grow.
      int newest = draft.values().size() - 1;
      extend(draft.values().get(operations.chance(3) ? random.nextInt(newest + 1) : newest));
    }
    switch (draft.newest().type().element()) {
      case FLOAT -> {}
      case BIT_01, BIT_PM1 -> draft.add(new Unpack(), Range.BITS, draft.newest());
      case INT8 -> {
        DequantizeInt8 last = new DequantizeInt8(new RandomInt8(random).quantizer());
        draft.add(last, Int8Extensions.INTEGERS, draft.newest());
      }
    }
    List<String> outputs = new ArrayList<>(List.of(draft.newest().name()));
    for (Draft.Value value : draft.values()) {
      if (operations.chance(5) && value.type().element() == ElementType.FLOAT) {
        outputs.add(value.name());
      }
    }
    return draft.graph(outputs);
  }

  private void addInput() {
    int height = operations.between(1, 9);
    int width = operations.between(1, 9);
    int channels = operations.channels();
    boolean vector = operations.chance(4);
    draft.addInput(vector ? TensorType.vector(channels) : TensorType.map(height, width, channels));
  }

  private void extend(Draft.Value value) {
    ElementType element = value.type().element();
    switch (random.nextInt(6)) {
      case 0 -> {
        if (element == ElementType.INT8) {
          integers.convolve(value);
        } else {
          convolve(value);
        }
      }
      case 1 -> upsample(value);
      default -> {
        switch (element) {
          case FLOAT -> floats.extend(value);
          case BIT_01, BIT_PM1 -> extendBits(value);
          case INT8 -> integers.extend(value);
        }
      }
    }
  }

  private void extendBits(Draft.Value value) {
    TensorType type = value.type();
    switch (random.nextInt(4)) {
      case 0 -> draft.add(new Unpack(), Range.BITS, value);
      case 1 -> draft.add(new Flip(operations.bits(type.channels())), Range.BITS, value);
      case 2 -> draft.add(new Pool(operations.window(type), Pooling.MAX), Range.BITS, value);
      default -> convolve(value);
    }
  }

  private void convolve(Draft.Value value) {
    TensorType type = value.type();
    Window window = operations.chance(3) ? Window.covering(type) : operations.window(type);
    Range range = value.range().grow(10 + digits(window.taps()) + digits(type.channels()));
    if (value.range().isFinite()) {
      Activation activation = range.isExact() ? operations.exact() : operations.unbounded();
      int outputs = operations.channels();
      // Of rounded values, a group could see but small ones that have the errors of large ones.
      boolean exact = range.isExact() || type.element().isOneBit();
      int groups = exact ? operations.groups(type.channels(), outputs) : 1;
      Convolution convolution = operations.convolution(type, window, outputs, groups, activation);
      boolean bits = convolution.epilogue().element().isOneBit();
      if (bits && !exact) {
        return;
      }
      draft.add(convolution, bits ? Range.BITS : range, value);
    }
  }

  private static int digits(int number) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(number);
  }

  private void upsample(Draft.Value value) {
    draft.add(
        new Upsample(operations.between(1, 3), operations.between(1, 3)), value.range(), value);
  }
}
