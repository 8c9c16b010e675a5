package io.dl4jcompact.examples.marks;

import io.dl4jcompact.examples.data.Dataset;
import java.util.Locale;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.learning.config.IUpdater;

/** Networks and data sets on which training in integers is compared with training in floats. */
public enum QuantMark {
  MNIST_LENET(Dataset.MNIST, QuantNet.LENET),
  MNIST_VGG(Dataset.MNIST, QuantNet.VGG),
  FASHION_LENET(Dataset.FASHION_MNIST, QuantNet.LENET),
  FASHION_VGG(Dataset.FASHION_MNIST, QuantNet.VGG),
  CIFAR10_LENET(Dataset.CIFAR10, QuantNet.LENET),
  CIFAR10_VGG(Dataset.CIFAR10, QuantNet.VGG);

  private static final int BATCH = 100;
  private static final int EPOCHS = 2;
  private static final double PEAK = 5e-3;

  private final Dataset dataset;
  private final QuantNet net;

  QuantMark(Dataset dataset, QuantNet net) {
    this.dataset = dataset;
    this.net = net;
  }

  /** The images that are learnt. */
  public Dataset dataset() {
    return dataset;
  }

  /** How a method learns them; all but the layers and the clipping is that of all methods. */
  public Recipe recipe(QuantMethod method) {
    return new Recipe(
        dataset,
        new Architecture(net, method),
        new Unchanged(),
        BATCH,
        EPOCHS,
        new AdamCycle(PEAK),
        0);
  }

  /** The precision that a training names does not count: the method has its own. */
  private record Architecture(QuantNet net, QuantMethod method) implements Recipe.Architecture {

    @Override
    public ComputationGraphConfiguration configuration(
        Precision precision, InputType input, IUpdater updater, long seed) {
      return net.configuration(method, input, updater, seed);
    }
  }

  /** The name on the command line and of files: lower case with hyphens. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
