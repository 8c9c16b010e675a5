package io.dl4jcompact.binary.packed;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Layers with floats in front of the Boolean ones, or behind them, which Deeplearning4j trains. */
final class FloatPart {

  private static final LayerWorkspaceMgr NO_WORKSPACES = LayerWorkspaceMgr.noWorkspaces();

  private final MultiLayerNetwork network;

  FloatPart(MultiLayerNetwork network) {
    this.network = network;
  }

  MultiLayerNetwork network() {
    return network;
  }

  /** Schedules of dropout and noise see the iteration that they are told. */
  private void tell(StepContext context) {
    network.getLayerWiseConfigurations().setIterationCount(context.iteration());
    network.getLayerWiseConfigurations().setEpochCount(context.epoch());
    for (Layer layer : network.getLayers()) {
      layer.setIterationCount(context.iteration());
      layer.setEpochCount(context.epoch());
    }
  }

  /** What its l1 and l2 add to the loss. */
  double regularization() {
    return network.calcRegularizationScore(true);
  }

  /** The output of a training pass. */
  INDArray forward(INDArray input, StepContext context) {
    tell(context);
    network.setInput(input);
    var activations = network.feedForward(true, false);
    return activations.get(activations.size() - 1);
  }

  /** Whether a signal would change anything: none passes a frozen last layer. */
  boolean takesSignal() {
    Layer[] layers = network.getLayers();
    return network.numParams() > 0 && !(layers[layers.length - 1] instanceof FrozenLayer);
  }

  /** Updates parameters by the signal at the output of the last {@link #forward}. */
  void backward(INDArray signal, StepContext context, int minibatch) {
    update(network.backpropGradient(signal, NO_WORKSPACES).getFirst(), context, minibatch);
    forget();
  }

  /** Lets go of the arrays of a pass, which are as large as a minibatch. */
  private void forget() {
    network.setInput(null);
    network.clearLayersStates();
  }

  /**
   * What a pass to the loss gave.
   *
   * @param score the loss, with regularisation
   * @param gradient of the parameters
   * @param signal by the input
   */
  record Learned(double score, Gradient gradient, INDArray signal) {

    /** Frees the memory of the signal, once it has been read. */
    void freeSignal() {
      if (signal.closeable()) {
        signal.close();
      }
    }
  }

  /**
   * A pass to the loss, without an update.
   *
   * @param others what l1 and l2 of other layers add to the loss
   */
  Learned learn(INDArray input, INDArray labels, double others, StepContext context) {
    tell(context);
    Pair<Gradient, INDArray> gradients = network.calculateGradients(input, labels, null, null);
    IOutputLayer output = (IOutputLayer) network.getOutputLayer();
    double score = output.computeScore(regularization() + others, true, NO_WORKSPACES);
    forget();
    return new Learned(score, gradients.getFirst(), gradients.getSecond());
  }

  /** Updates parameters, if there are any, by a gradient, which is used up. */
  void update(Gradient gradient, StepContext context, int minibatch) {
    if (network.numParams() == 0) {
      return;
    }
    network
        .getUpdater()
        .update(network, gradient, context.iteration(), context.epoch(), minibatch, NO_WORKSPACES);
    network.params().subi(gradient.gradient());
    network.applyConstraints(context.iteration(), context.epoch());
  }
}
