package io.dl4jcompact.core;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The small networks that the layer contract trains: two layers of the tested kind, then an output
 * layer.
 */
abstract class ContractNetworks {

  static final int MINIBATCH = 6;
  static final int CLASSES = 3;
  static final int STEPS = 3;

  /** A configuration with that name and nOut, whose nIn is inferred. */
  protected abstract FeedForwardLayer layer(String name, int nOut);

  /** What the layer reads; the layer must be able to read the output of another one like it. */
  protected abstract InputType inputType();

  /**
   * The layer's output by plain loops, in c order, with operands that may have been moved a little.
   * The gradients must be this function's slopes, so where the layer is not smooth, a surrogate S
   * says what a move does: q(v) + S(v') - S(v) in place of q(v').
   *
   * @param at where the layer stands; a smooth layer needs only {@code moved}
   * @param moved operands close by, or {@code at} itself for the output at inference
   */
  protected abstract double[] naiveOutput(FeedForwardLayer conf, Operands at, Operands moved);

  /** The layer's output at inference, where it differs from that while training. */
  protected double[] naiveInference(FeedForwardLayer conf, Operands at) {
    return naiveOutput(conf, at, at);
  }

  /** Configurations whose gradients are tested, with nIn inferred from the input type. */
  protected List<FeedForwardLayer> variants() {
    return List.of(layer("first", 4));
  }

  /**
   * Whether a layer computes something of each minibatch, for which inference has a running value.
   */
  protected boolean hasRunningValues(FeedForwardLayer conf) {
    return false;
  }

  /** Named layers that make a vector of what the layer gives, where Deeplearning4j does not. */
  protected List<Layer> inFrontOfTheOutput() {
    return List.of();
  }

  /** What the layer's builder refuses; none where it is not of this project. */
  protected List<Refusal> refusals() {
    return List.of();
  }

  Model network(NetworkKind kind) {
    return network(kind, settings(new Adam(0.01)));
  }

  Model network(NetworkKind kind, NeuralNetConfiguration.Builder settings) {
    return network(kind, settings, List.of(layer("first", 4), layer("second", 5)));
  }

  Model network(
      NetworkKind kind, NeuralNetConfiguration.Builder settings, List<FeedForwardLayer> tested) {
    OutputLayer output =
        new OutputLayer.Builder(LossFunction.MCXENT)
            .name("output")
            .activation(Activation.SOFTMAX)
            .nOut(CLASSES)
            .build();
    List<Layer> layers = new ArrayList<>(tested);
    layers.addAll(inFrontOfTheOutput());
    layers.add(output);
    return kind.create(settings, inputType(), layers);
  }

  static NeuralNetConfiguration.Builder settings(IUpdater updater) {
    return new NeuralNetConfiguration.Builder().seed(42).updater(updater);
  }

  INDArray input() {
    Nd4j.getRandom().setSeed(7);
    long[] shape = inputType().getShape(true);
    shape[0] = MINIBATCH;
    return Nd4j.randn(DataType.FLOAT, shape);
  }

  DataSet data() {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, MINIBATCH, CLASSES);
    for (int i = 0; i < MINIBATCH; i++) {
      labels.putScalar(i, i % CLASSES, 1);
    }
    return new DataSet(input(), labels);
  }

  void train(NetworkKind kind, Model model) {
    for (int i = 0; i < STEPS; i++) {
      kind.fit(model, data());
    }
  }
}
