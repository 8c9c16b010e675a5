package io.dl4jcompact.examples.marks;

import io.dl4jcompact.examples.data.Dataset;
import java.util.List;
import java.util.Locale;

/**
 * Small networks and whole data sets on which flips are compared with straight-through training,
 * and packed training with Deeplearning4j's.
 */
public enum FlipMark {
  MNIST_SMALL_MLP(Dataset.MNIST, SmallNet.MLP),
  MNIST_SMALL_CNN(Dataset.MNIST, SmallNet.CNN),
  FASHION_SMALL_MLP(Dataset.FASHION_MNIST, SmallNet.MLP),
  FASHION_SMALL_CNN(Dataset.FASHION_MNIST, SmallNet.CNN),
  MNIST_PLAIN_MLP(Dataset.MNIST, PlainNet.MLP),
  MNIST_PLAIN_CNN(Dataset.MNIST, PlainNet.CNN),
  FASHION_PLAIN_MLP(Dataset.FASHION_MNIST, PlainNet.MLP),
  FASHION_PLAIN_CNN(Dataset.FASHION_MNIST, PlainNet.CNN);

  private final Dataset dataset;
  private final Recipe.Architecture net;

  FlipMark(Dataset dataset, Recipe.Architecture net) {
    this.dataset = dataset;
    this.net = net;
  }

  /** The images that are learnt. */
  public Dataset dataset() {
    return dataset;
  }

  /** The methods that are compared. */
  public List<FlipMethod> methods() {
    return net instanceof SmallNet
        ? List.of(FlipMethod.SIGN_FLIP, FlipMethod.BOP, FlipMethod.STRAIGHT_THROUGH)
        : List.of(FlipMethod.SIGN_FLIP, FlipMethod.PACKED);
  }

  /** The method that must come near to {@link #measure}. */
  public FlipMethod tested() {
    return net instanceof SmallNet ? FlipMethod.SIGN_FLIP : FlipMethod.PACKED;
  }

  /** The method that another is measured with. */
  public FlipMethod measure() {
    return net instanceof SmallNet ? FlipMethod.STRAIGHT_THROUGH : FlipMethod.SIGN_FLIP;
  }

  /**
   * How a method learns them; shapes, images, minibatches and epochs are those of all methods.
   *
   * @param method one of {@link #methods}
   */
  public Recipe recipe(FlipMethod method) {
    return net instanceof SmallNet small
        ? small.recipe(dataset, method)
        : ((PlainNet) net).recipe(dataset);
  }

  /** The name on the command line and of files: lower case with hyphens. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
