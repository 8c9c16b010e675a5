package io.dl4jcompact.examples.marks;

import io.dl4jcompact.examples.data.Dataset;
import java.util.Locale;

/**
 * Small networks and whole data sets on which flips are compared with straight-through training.
 */
public enum FlipMark {
  MNIST_SMALL_MLP(Dataset.MNIST, SmallNet.MLP),
  MNIST_SMALL_CNN(Dataset.MNIST, SmallNet.CNN),
  FASHION_SMALL_MLP(Dataset.FASHION_MNIST, SmallNet.MLP),
  FASHION_SMALL_CNN(Dataset.FASHION_MNIST, SmallNet.CNN);

  private final Dataset dataset;
  private final SmallNet net;

  FlipMark(Dataset dataset, SmallNet net) {
    this.dataset = dataset;
    this.net = net;
  }

  /** The images that are learnt. */
  public Dataset dataset() {
    return dataset;
  }

  /** How a method learns them; shapes, images, minibatches and epochs are those of all methods. */
  public Recipe recipe(FlipMethod method) {
    return net.recipe(dataset, method);
  }

  /** The name on the command line and of files: lower case with hyphens. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
