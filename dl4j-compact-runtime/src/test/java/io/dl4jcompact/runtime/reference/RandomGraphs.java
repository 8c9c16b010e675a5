package io.dl4jcompact.runtime.reference;

import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Concat;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.graph.Flatten;
import io.dl4jcompact.runtime.graph.Flip;
import io.dl4jcompact.runtime.graph.GlobalPool;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.Pooling;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.Softmax;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Unflatten;
import io.dl4jcompact.runtime.graph.Unpack;
import io.dl4jcompact.runtime.graph.Upsample;
import io.dl4jcompact.runtime.graph.Window;
import io.dl4jcompact.runtime.graph.ZeroPad;
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

  private static final int MAX_SIZE = 6000;

  private record Value(String name, TensorType type, Range range) {}

  private final Random random;
  private final RandomOperations operations;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Value> values = new ArrayList<>();

  private RandomGraphs(Random random) {
    this.random = random;
    operations = new RandomOperations(random);
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
    int wanted = operations.between(2, 14);
    while (nodes.size() < wanted) {
      if (operations.chance(10)) {
        addInput();
      } else {
        // Mostly the newest value, so that chains grow.
        int newest = values.size() - 1;
        extend(values.get(operations.chance(3) ? random.nextInt(newest + 1) : newest));
      }
    }
    Value last = values.get(values.size() - 1);
    if (last.type().element().isOneBit()) {
      last = add(new Unpack(), Range.BITS, last);
    }
    List<String> outputs = new ArrayList<>(List.of(last.name()));
    for (Value value : values) {
      if (operations.chance(5) && !value.type().element().isOneBit()) {
        outputs.add(value.name());
      }
    }
    return new Graph(nodes, outputs);
  }

  private void addInput() {
    int height = operations.between(1, 9);
    int width = operations.between(1, 9);
    boolean vector = operations.chance(4);
    TensorType type =
        vector
            ? TensorType.vector(operations.channels())
            : TensorType.map(height, width, operations.channels());
    String name = "in" + nodes.size();
    nodes.add(new Node(name, name, new Input(type), List.of()));
    values.add(new Value(name, type, Range.INPUT));
  }

  private void extend(Value value) {
    if (value.type().element().isOneBit()) {
      extendBits(value);
    } else {
      extendFloats(value);
    }
  }

  private void extendBits(Value value) {
    switch (random.nextInt(6)) {
      case 0 -> add(new Unpack(), Range.BITS, value);
      case 1 -> add(new Flip(operations.bits(value.type().channels())), Range.BITS, value);
      case 2 -> add(new Pool(operations.window(value.type()), Pooling.MAX), Range.BITS, value);
      case 3 -> upsample(value);
      default -> convolve(value);
    }
  }

  private void extendFloats(Value value) {
    TensorType type = value.type();
    Range range = value.range();
    switch (random.nextInt(15)) {
      case 0 -> activate(value);
      case 1 -> add(affine(type.channels()), range.grow(5), value);
      case 2 -> concat(value);
      case 3, 4 -> convolve(value);
      case 5 -> elementwise(value);
      case 6 -> add(new Flatten(), range, value);
      case 7 -> unflatten(value);
      case 8, 9, 10 -> quantize(value);
      case 11 -> pool(value);
      case 12 -> softmax(value);
      case 13 -> upsample(value);
      default ->
          add(
              new ZeroPad(
                  operations.between(0, 2),
                  operations.between(0, 2),
                  operations.between(0, 2),
                  operations.between(0, 2)),
              range,
              value);
    }
  }

  private Affine affine(int channels) {
    return new Affine(
        operations.perChannel(channels),
        operations.perChannel(channels),
        operations.perChannel(channels));
  }

  private void activate(Value value) {
    Activation activation = operations.activation();
    Range range = value.range();
    boolean safe =
        switch (activation.function()) {
          // One may overflow, the other jumps.
          case CUBE, THRESHOLDED_RELU -> range.isExact();
          default -> range.isTame();
        };
    if (safe) {
      boolean exact =
          switch (activation.function()) {
            case IDENTITY, RELU, RELU6, HARD_TANH, LEAKY_RELU, THRESHOLDED_RELU -> true;
            default -> false;
          };
      Range rounded = range.rounded(3 * range.magnitude() + 1);
      add(new Activate(activation), exact ? range.grow(1) : rounded, value);
    }
  }

  private void softmax(Value value) {
    if (value.range().isTame()) {
      add(new Softmax(), value.range().rounded(0), value);
    }
  }

  private void convolve(Value value) {
    TensorType type = value.type();
    Window window = operations.chance(3) ? Window.covering(type) : operations.window(type);
    Range range = value.range().grow(10 + digits(window.taps()) + digits(type.channels()));
    if (value.range().isFinite()) {
      Activation activation = range.isExact() ? operations.exact() : operations.unbounded();
      int outputs = operations.channels();
      Convolution convolution = operations.convolution(type, window, outputs, activation);
      boolean bits = convolution.epilogue().element().isOneBit();
      add(convolution, bits ? Range.BITS : range, value);
    }
  }

  private static int digits(int number) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(number);
  }

  private void quantize(Value value) {
    if (value.range().isExact()) {
      add(new Quantize(operations.quantizer()), Range.BITS, value);
    }
  }

  private void pool(Value value) {
    Pooling pooling = operations.pooling();
    Op op =
        operations.chance(3)
            ? new GlobalPool(pooling)
            : new Pool(operations.poolWindow(value.type()), pooling);
    Range range = value.range();
    Range pooled =
        switch (pooling.kind()) {
          case MAX -> range;
          case SUM -> range.grow(7);
          default -> range.rounded(range.magnitude() + 7);
        };
    add(op, pooled, value);
  }

  private void upsample(Value value) {
    add(new Upsample(operations.between(1, 3), operations.between(1, 3)), value.range(), value);
  }

  private void unflatten(Value value) {
    TensorType type = value.type();
    if (type.isVector()) {
      int width = type.channels() % 3 == 0 ? 3 : 1;
      add(new Unflatten(1, width, type.channels() / width), value.range(), value);
    }
  }

  private void concat(Value value) {
    List<Value> others = new ArrayList<>(List.of(value));
    for (Value other : values) {
      TensorType type = other.type();
      if (operations.chance(2) && type.equals(value.type().withChannels(type.channels()))) {
        others.add(other);
      }
    }
    add(new Concat(), range(others), others.toArray(Value[]::new));
  }

  private void elementwise(Value value) {
    List<Value> others = new ArrayList<>(List.of(value));
    for (Value other : values) {
      if (operations.chance(2) && other.type().equals(value.type())) {
        others.add(other);
      }
    }
    Elementwise.Combination combination = operations.pick(Elementwise.Combination.values());
    if (combination == Elementwise.Combination.SUBTRACT) {
      others = List.of(value, others.get(others.size() - 1));
    }
    Range range = range(others);
    int count = others.size();
    Range combined =
        switch (combination) {
          case MAX -> range;
          case ADD, SUBTRACT -> range.grow(count);
          case PRODUCT -> new Range(range.digits() * count, range.magnitude() * count);
          case AVERAGE -> range.rounded(range.magnitude() + count);
        };
    if (combination != Elementwise.Combination.PRODUCT || combined.isExact()) {
      add(new Elementwise(combination), combined, others.toArray(Value[]::new));
    }
  }

  private static Range range(List<Value> values) {
    return values.stream().map(Value::range).reduce(Range::max).orElseThrow();
  }

  private Value add(Op op, Range range, Value... inputs) {
    List<Value> operands = List.of(inputs);
    TensorType type = op.outputType(operands.stream().map(Value::type).toList());
    Value value = new Value("n" + nodes.size(), type, range);
    if (type.size() <= MAX_SIZE) {
      List<String> names = operands.stream().map(Value::name).toList();
      nodes.add(new Node(value.name(), "layer", op, names));
      values.add(value);
    }
    return value;
  }
}
