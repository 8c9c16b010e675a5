package io.dl4jcompact.runtime.reference;

import io.dl4jcompact.runtime.graph.Concat;
import io.dl4jcompact.runtime.graph.DequantizeInt8;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Flatten;
import io.dl4jcompact.runtime.graph.GlobalPool;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.Pooling;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Unflatten;
import io.dl4jcompact.runtime.graph.Window;
import java.util.Random;

/** Adds operations on 8-bit integers to a draft. */
final class Int8Extensions {

  /** Of integers, and of the floats that they stand for. */
  static final Range INTEGERS = new Range(9, 8);

  private static final Range SUMS = new Range(1000, 31);

  private final Random random;
  private final RandomOperations operations;
  private final RandomInt8 int8;
  private final Draft draft;

  Int8Extensions(Random random, Draft draft) {
    this.random = random;
    this.draft = draft;
    operations = new RandomOperations(random);
    int8 = new RandomInt8(random);
  }

  /** Adds an operation that takes a value. */
  void extend(Draft.Value value) {
    TensorType type = value.type();
    switch (random.nextInt(8)) {
      case 0 -> draft.add(new DequantizeInt8(int8.quantizer()), INTEGERS, value);
      case 1 -> draft.add(new Pool(operations.window(type), Pooling.MAX), INTEGERS, value);
      case 2 -> draft.add(int8.averagePool(operations.window(type)), INTEGERS, value);
      case 3 -> add(value);
      case 4 -> flatten(value);
      case 5 -> draft.add(new GlobalPool(Pooling.MAX), INTEGERS, value);
      default -> convolve(value);
    }
  }

  void convolve(Draft.Value value) {
    TensorType type = value.type();
    Window window = operations.chance(3) ? Window.covering(type) : operations.window(type);
    int outputs = operations.channels();
    int groups = operations.groups(type.channels(), outputs);
    Int8Convolution convolution = int8.convolution(type, window, outputs, groups);
    boolean integers = convolution.epilogue().element() == ElementType.INT8;
    draft.add(convolution, integers ? INTEGERS : SUMS, value);
  }

  private void add(Draft.Value value) {
    for (Draft.Value other : draft.values()) {
      if (other.type().equals(value.type()) && operations.chance(2)) {
        if (random.nextBoolean()) {
          draft.add(int8.add(2), INTEGERS, value, other);
        } else {
          draft.add(new Concat(), INTEGERS, value, other);
        }
        return;
      }
    }
    draft.add(int8.add(1), INTEGERS, value);
  }

  private void flatten(Draft.Value value) {
    TensorType type = value.type();
    if (!type.isVector()) {
      draft.add(new Flatten(), INTEGERS, value);
    } else if (type.channels() % 3 == 0) {
      draft.add(new Unflatten(1, 3, type.channels() / 3), INTEGERS, value);
    }
  }
}
