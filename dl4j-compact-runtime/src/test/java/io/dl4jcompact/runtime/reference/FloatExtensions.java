package io.dl4jcompact.runtime.reference;

import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Concat;
import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.graph.Flatten;
import io.dl4jcompact.runtime.graph.GlobalPool;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.Pooling;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.QuantizeInt8;
import io.dl4jcompact.runtime.graph.Softmax;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Unflatten;
import io.dl4jcompact.runtime.graph.ZeroPad;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Adds operations on floats to a draft. */
final class FloatExtensions {

  private final Random random;
  private final RandomOperations operations;
  private final Draft draft;

  FloatExtensions(Random random, Draft draft) {
    this.random = random;
    this.draft = draft;
    operations = new RandomOperations(random);
  }

  /** Adds an operation that takes a value, if the one chosen may. */
  void extend(Draft.Value value) {
    TensorType type = value.type();
    Range range = value.range();
    switch (random.nextInt(12)) {
      case 0 -> activate(value);
      case 1 -> draft.add(affine(type.channels()), range.grow(5), value);
      case 2 -> concat(value);
      case 3 -> elementwise(value);
      case 4 -> draft.add(new Flatten(), range, value);
      case 5 -> unflatten(value);
      case 6, 7 -> quantize(value);
      case 8 -> pool(value);
      case 9 -> softmax(value);
      case 10 -> quantizeInt8(value);
      default ->
          draft.add(
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

  private void activate(Draft.Value value) {
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
      draft.add(new Activate(activation), exact ? range.grow(1) : rounded, value);
    }
  }

  private void softmax(Draft.Value value) {
    if (value.range().isTame()) {
      draft.add(new Softmax(), value.range().rounded(0), value);
    }
  }

  private void quantize(Draft.Value value) {
    if (value.range().isExact()) {
      Op op =
          operations.chance(2)
              ? new Quantize(operations.quantizer())
              : operations.channelThreshold(value.type().channels());
      draft.add(op, Range.BITS, value);
    }
  }

  private void quantizeInt8(Draft.Value value) {
    if (value.range().isExact()) {
      Op op = new QuantizeInt8(new RandomInt8(random).quantizer());
      draft.add(op, Int8Extensions.INTEGERS, value);
    }
  }

  private void pool(Draft.Value value) {
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
    draft.add(op, pooled, value);
  }

  private void unflatten(Draft.Value value) {
    TensorType type = value.type();
    if (type.isVector()) {
      int width = type.channels() % 3 == 0 ? 3 : 1;
      draft.add(new Unflatten(1, width, type.channels() / width), value.range(), value);
    }
  }

  private void concat(Draft.Value value) {
    List<Draft.Value> others = new ArrayList<>(List.of(value));
    for (Draft.Value other : draft.values()) {
      TensorType type = other.type();
      if (operations.chance(2) && type.equals(value.type().withChannels(type.channels()))) {
        others.add(other);
      }
    }
    draft.add(new Concat(), range(others), others.toArray(Draft.Value[]::new));
  }

  private void elementwise(Draft.Value value) {
    List<Draft.Value> others = new ArrayList<>(List.of(value));
    for (Draft.Value other : draft.values()) {
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
      draft.add(new Elementwise(combination), combined, others.toArray(Draft.Value[]::new));
    }
  }

  private static Range range(List<Draft.Value> values) {
    return values.stream().map(Draft.Value::range).reduce(Range::max).orElseThrow();
  }
}
