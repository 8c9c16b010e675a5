package io.dl4jcompact.binary.elm;

import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import io.dl4jcompact.quantizer.Quantizer;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Builds and fits a three-layer network in one pass: {@code new
 * ExtremeLearningMachine(2_000).fit(samples)}.
 *
 * <pre>
 * H = sigmoid(x W + b)
 * β = argmin ‖Hβ - T‖² + λ‖β‖²; with λ = 0, H⁺T
 * out = Hβ
 * </pre>
 *
 * <p>W [inputs, hidden nodes] and the weights b of a constant input 1 are drawn uniformly from [-1,
 * 1) and never trained. T [samples, outputs] are the labels, one-hot or any numbers. What the
 * network gives are estimates of them, no probabilities; the largest is the class. Scale features
 * so that a few hundred of them times such weights do not leave the sigmoid's slope: pixels to [0,
 * 1].
 *
 * <p>The result is an ordinary {@code MultiLayerNetwork} of floats: a frozen hidden layer and an
 * output layer without bias, with the squared error as its loss, so that further fitting moves β
 * alone. H are the network's own float outputs; sums over samples and β are computed in doubles.
 *
 * <p>Immutable: each setting gives another instance. The same settings, samples and thread count
 * give the same network.
 *
 * @see <a href="https://doi.org/10.1016/j.neucom.2005.12.126">Huang, Zhu, Siew 2006: Extreme
 *     learning machine</a>
 */
public final class ExtremeLearningMachine {

  /** Rows for which the hidden layer's outputs are held at a time. */
  private static final int BLOCK = 1_000;

  private static final double DEFAULT_RIDGE = 1e-3;

  private final HiddenLayer hidden;
  private final double ridge;
  private final OutputSolver solver;

  private ExtremeLearningMachine(HiddenLayer hidden, double ridge, OutputSolver solver) {
    this.hidden = hidden;
    this.ridge = ridge;
    this.solver = solver;
  }

  /**
   * Hidden nodes of float weights, seed 0, ridge 0.001, normal equations.
   *
   * @param hiddenNodes at least 1
   * @throws IllegalArgumentException if there is none
   */
  public ExtremeLearningMachine(int hiddenNodes) {
    this(
        new HiddenLayer(hiddenNodes, 0, Optional.empty()),
        DEFAULT_RIDGE,
        OutputSolver.NORMAL_EQUATIONS);
    if (hiddenNodes < 1) {
      throw new IllegalArgumentException(
          "ExtremeLearningMachine: hiddenNodes is %d, expected at least 1; some hundreds are usual"
              .formatted(hiddenNodes));
    }
  }

  /** The seed of W and b. */
  public ExtremeLearningMachine seed(long seed) {
    return new ExtremeLearningMachine(
        new HiddenLayer(hidden.nodes(), seed, hidden.inputQuantizer()), ridge, solver);
  }

  /**
   * λ.
   *
   * @param lambda at least 0, in units of HᵀH, whose diagonal is at most the number of samples
   * @throws IllegalArgumentException if it is negative or not finite
   */
  public ExtremeLearningMachine ridge(double lambda) {
    if (!(lambda >= 0) || Double.isInfinite(lambda)) {
      throw new IllegalArgumentException(
          "ExtremeLearningMachine: ridge is %s, expected a number of at least 0; 0 leaves it out"
              .formatted(lambda));
    }
    return new ExtremeLearningMachine(hidden, lambda, solver);
  }

  /** How β is found. */
  public ExtremeLearningMachine solver(OutputSolver way) {
    return new ExtremeLearningMachine(hidden, ridge, Objects.requireNonNull(way, "solver"));
  }

  /**
   * Makes the hidden layer a {@code BinaryDenseLayer}: the signs of W are its weights, scaled for
   * each node by mean |W|, which is about 1/2 and keeps the sums as large as those of W.
   *
   * @param inputQuantizer of the features; {@code Identity} leaves them float, a step or a sign
   *     makes the sums those of bits. A dynamic threshold is the statistic of the first batch,
   *     since the layer is never trained.
   * @throws IllegalArgumentException if the layer cannot have this quantiser
   */
  public ExtremeLearningMachine oneBit(Quantizer inputQuantizer) {
    Objects.requireNonNull(inputQuantizer, "inputQuantizer is null; use new Identity() for floats");
    HiddenLayer oneBit =
        new HiddenLayer(hidden.nodes(), hidden.seed(), Optional.of(inputQuantizer));
    // Refuses what the layer cannot do.
    oneBit.configuration();
    return new ExtremeLearningMachine(oneBit, ridge, solver);
  }

  /**
   * Builds and fits the network.
   *
   * @param samples features [minibatch, values] or [minibatch, channels, height, width] and labels
   *     [minibatch, outputs], in batches of any size; reset first if that is supported, and read
   *     once
   * @throws IllegalArgumentException if there is no sample, a shape changes, a value is not finite,
   *     a class has no sample where labels are one-hot, or the ridge is too small for the normal
   *     equations
   */
  public MultiLayerNetwork fit(DataSetIterator samples) {
    if (samples.resetSupported()) {
      samples.reset();
    }
    if (!samples.hasNext()) {
      throw new IllegalArgumentException(
          "ExtremeLearningMachine: the iterator gives 0 samples, expected at least 1; check what it"
              + " reads, and reset it if it was read before");
    }
    DataSet first = samples.next();
    Samples checked = new Samples(first);
    MultiLayerNetwork network = network(checked.inputType(), checked.outputs());
    RowBlocks blocks =
        new RowBlocks(
            BLOCK,
            hidden.nodes(),
            checked.outputs(),
            solver.create(hidden.nodes(), checked.outputs(), ridge));
    for (DataSet batch = first; batch != null; batch = samples.hasNext() ? samples.next() : null) {
      checked.check(batch);
      if (batch == first) {
        hidden.adapt(network, first.getFeatures().castTo(DataType.FLOAT));
      }
      add(batch, network, blocks);
    }
    checked.checkAll();
    network
        .getLayer(1)
        .getParam(DefaultParamInitializer.WEIGHT_KEY)
        .assign(Nd4j.createFromArray(blocks.solve()));
    return network;
  }

  private static void add(DataSet batch, MultiLayerNetwork network, RowBlocks blocks) {
    long rows = batch.getFeatures().size(0);
    for (long from = 0; from < rows; ) {
      long to = Math.min(rows, from + blocks.room());
      INDArray features = batch.getFeatures().get(interval(from, to)).castTo(DataType.FLOAT);
      INDArray labels = batch.getLabels().get(interval(from, to));
      blocks.add(network.feedForwardToLayer(0, features, false).get(1), labels);
      from = to;
    }
  }

  private MultiLayerNetwork network(InputType input, int outputs) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(hidden.seed())
                .dataType(DataType.FLOAT)
                .list()
                .layer(new FrozenLayer(hidden.configuration()))
                .layer(
                    new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(outputs)
                        .hasBias(false)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(input)
                .build());
    // Else evaluate(..) refuses outputs that are no probabilities. The list builder loses this.
    network.getLayerWiseConfigurations().setValidateOutputLayerConfig(false);
    network.init();
    hidden.draw(network, Math.toIntExact(input.arrayElementsPerExample()));
    return network;
  }
}
