package io.dl4jcompact.examples.marks;

import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.sparse.Sparsify;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;

/** Networks and data sets on which sparse networks are compared with dense ones. */
public enum SparseMark {
  MNIST_MLP(Dataset.MNIST, SparseNet.MLP),
  FASHION_CNN(Dataset.FASHION_MNIST, SparseNet.CNN),
  CIFAR10_RESNET(Dataset.CIFAR10, SparseNet.RESNET);

  private static final int BATCH = 50;
  private static final double PEAK = 5e-3;

  private final Dataset dataset;
  private final SparseNet net;

  SparseMark(Dataset dataset, SparseNet net) {
    this.dataset = dataset;
    this.net = net;
  }

  /** The images that are learnt. */
  public Dataset dataset() {
    return dataset;
  }

  /** What is compared; without kernels ERK is ER. */
  public List<SparseMethod> methods() {
    return Stream.of(SparseMethod.values())
        .filter(method -> net != SparseNet.MLP || method != SparseMethod.ERK)
        .toList();
  }

  /** The rule of the charts over the width. */
  public SparseMethod mainMethod() {
    return net == SparseNet.MLP ? SparseMethod.ER : SparseMethod.ERK;
  }

  /** Number of weights of the dense network, biases and normalisations apart. */
  public long weights(SparseSize size, InputType input) {
    ComputationGraphConfiguration dense = net.configuration(size, input, new Sgd(), 1);
    return new Sparsify(1, 1).apply(dense).weights();
  }

  /**
   * How a network of a row learns; all but the masks is that of all methods.
   *
   * @param samples that SNIP looks at
   */
  public Recipe recipe(SparseRow row, List<DataSet> samples) {
    return new Recipe(
        dataset,
        new Architecture(net, row, samples),
        new Unchanged(),
        BATCH,
        net.epochs(),
        new AdamCycle(PEAK),
        0);
  }

  /** The precision that a training names does not count: all is float. */
  private record Architecture(SparseNet net, SparseRow row, List<DataSet> samples)
      implements Recipe.Architecture {

    @Override
    public ComputationGraphConfiguration configuration(
        Precision precision, InputType input, IUpdater updater, long seed) {
      ComputationGraphConfiguration dense = net.configuration(row.size(), input, updater, seed);
      return row.method() == SparseMethod.DENSE
          ? dense
          : row.method().sparsify(row.density(), seed, samples).apply(dense).result();
    }
  }

  /** The name on the command line and of files: lower case with hyphens. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
