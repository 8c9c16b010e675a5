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
 * <p>Each value has a bound of the binary digits that its numbers need. Only values of at most 24
 * digits, which floats hold exactly whatever the order of additions, are quantised: so bits cannot
 * depend on rounding.
 */
public final class RandomGraphs {

  /** Digits of values that rounding may touch. */
  private static final int INEXACT = 1000;

  private static final int EXACT = 24;
  private static final int MAX_SIZE = 6000;

  private record Value(String name, TensorType type, int digits) {}

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
      last = add(new Unpack(), 1, last);
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
    values.add(new Value(name, type, 4));
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
      case 0 -> add(new Unpack(), 1, value);
      case 1 -> add(new Flip(operations.bits(value.type().channels())), 1, value);
      case 2 -> add(new Pool(operations.window(value.type()), Pooling.MAX), 1, value);
      case 3 -> upsample(value);
      default -> convolve(value);
    }
  }

  private void extendFloats(Value value) {
    TensorType type = value.type();
    int digits = value.digits();
    switch (random.nextInt(15)) {
      case 0 -> activate(value);
      case 1 -> add(affine(type.channels()), digits + 5, value);
      case 2 -> concat(value);
      case 3, 4 -> convolve(value);
      case 5 -> elementwise(value);
      case 6 -> add(new Flatten(), digits, value);
      case 7 -> unflatten(value);
      case 8, 9, 10 -> quantize(value);
      case 11 -> pool(value);
      case 12 -> add(new Softmax(), INEXACT, value);
      case 13 -> upsample(value);
      default ->
          add(
              new ZeroPad(
                  operations.between(0, 2),
                  operations.between(0, 2),
                  operations.between(0, 2),
                  operations.between(0, 2)),
              digits,
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
    boolean exact =
        switch (activation.function()) {
          case IDENTITY, RELU, RELU6, HARD_TANH, LEAKY_RELU, THRESHOLDED_RELU -> true;
          default -> false;
        };
    boolean delicate =
        switch (activation.function()) {
          // The cube of a large value may be infinite, and the other jumps.
          case CUBE, THRESHOLDED_RELU -> true;
          default -> false;
        };
    if (!delicate || value.digits() <= EXACT) {
      add(new Activate(activation), exact ? value.digits() + 1 : INEXACT, value);
    }
  }

  private void convolve(Value value) {
    TensorType type = value.type();
    Window window = operations.chance(3) ? Window.covering(type) : operations.window(type);
    Convolution convolution = operations.convolution(type, window, operations.channels());
    int sum = value.digits() + 5 + Integer.SIZE - Integer.numberOfLeadingZeros(window.taps());
    int channels = Integer.SIZE - Integer.numberOfLeadingZeros(type.channels());
    add(convolution, sum + channels + 5, value);
  }

  private void quantize(Value value) {
    if (value.digits() <= EXACT) {
      add(new Quantize(operations.quantizer()), 1, value);
    }
  }

  private void pool(Value value) {
    Pooling pooling = operations.pooling();
    Op op =
        operations.chance(3)
            ? new GlobalPool(pooling)
            : new Pool(operations.poolWindow(value.type()), pooling);
    int digits =
        switch (pooling.kind()) {
          case MAX -> value.digits();
          case SUM -> value.digits() + 7;
          default -> INEXACT;
        };
    add(op, digits, value);
  }

  private void upsample(Value value) {
    add(new Upsample(operations.between(1, 3), operations.between(1, 3)), value.digits(), value);
  }

  private void unflatten(Value value) {
    TensorType type = value.type();
    if (type.isVector()) {
      int width = type.channels() % 3 == 0 ? 3 : 1;
      add(new Unflatten(1, width, type.channels() / width), value.digits(), value);
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
    add(new Concat(), digits(others), others.toArray(Value[]::new));
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
    int digits =
        switch (combination) {
          case MAX -> digits(others);
          case ADD, SUBTRACT -> digits(others) + others.size();
          case PRODUCT -> digits(others) * others.size();
          case AVERAGE -> INEXACT;
        };
    // Products of large values may be infinite.
    if (combination != Elementwise.Combination.PRODUCT || digits <= EXACT) {
      add(new Elementwise(combination), digits, others.toArray(Value[]::new));
    }
  }

  private static int digits(List<Value> values) {
    return values.stream().mapToInt(Value::digits).max().orElseThrow();
  }

  private Value add(Op op, int digits, Value... inputs) {
    List<Value> operands = List.of(inputs);
    TensorType type = op.outputType(operands.stream().map(Value::type).toList());
    Value value = new Value("n" + nodes.size(), type, digits);
    if (type.size() <= MAX_SIZE) {
      List<String> names = operands.stream().map(Value::name).toList();
      nodes.add(new Node(value.name(), "layer", op, names));
      values.add(value);
    }
    return value;
  }
}
