package io.dl4jcompact.sparse.structure;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What a layer has and does.
 *
 * @param weights that can be sparse
 * @param others learned parameters that stay: biases, scales and shifts, embeddings
 * @param products multiplications of signals with each other in a sample, as attention has
 */
public record LayerCost(List<Weights> weights, long others, long products) {

  /** A layer without parameters. */
  static final LayerCost NONE = new LayerCost(List.of(), 0, 0);

  /**
   * A matrix or kernel.
   *
   * @param shape outputs, inputs, then the kernel, as {@link io.dl4jcompact.sparse.LayerDensities}
   *     takes it
   * @param uses how often each weight is multiplied in a sample
   */
  public record Weights(List<Long> shape, long uses) {
    public Weights {
      shape = List.copyOf(shape);
    }

    /** The number of weights, connected or not. */
    public long size() {
      return shape.stream().reduce(1L, Math::multiplyExact);
    }
  }

  public LayerCost {
    weights = List.copyOf(weights);
  }

  /** Weights of nIn inputs and nOut outputs, with biases if there are any. */
  static LayerCost dense(long nOut, long nIn, long uses, boolean bias) {
    return new LayerCost(List.of(new Weights(List.of(nOut, nIn), uses)), bias ? nOut : 0, 0);
  }

  /**
   * A square kernel.
   *
   * @param positions where it is applied
   * @param perChannel parameters of each output channel: a bias, a scale and a shift
   */
  static LayerCost kernel(long nOut, long nIn, long kernel, long positions, long perChannel) {
    Weights weights = new Weights(List.of(nOut, nIn, kernel, kernel), positions);
    return new LayerCost(List.of(weights), Math.multiplyExact(perChannel, nOut), 0);
  }

  /** Both. */
  LayerCost plus(LayerCost other) {
    List<Weights> all = new ArrayList<>(weights);
    all.addAll(other.weights);
    return new LayerCost(
        Collections.unmodifiableList(all),
        Math.addExact(others, other.others),
        Math.addExact(products, other.products));
  }

  /** Weights, connected or not. */
  public long weightCount() {
    return weights.stream().mapToLong(Weights::size).reduce(0, Math::addExact);
  }

  /** Multiply-adds of a sample with all weights; biases and normalisations are not counted. */
  public long multiplyAdds() {
    return weights.stream()
        .mapToLong(part -> Math.multiplyExact(part.size(), part.uses()))
        .reduce(products, Math::addExact);
  }
}
