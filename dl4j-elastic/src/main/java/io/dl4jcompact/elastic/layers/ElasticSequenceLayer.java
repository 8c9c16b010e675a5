package io.dl4jcompact.elastic.layers;

import io.dl4jcompact.elastic.ElasticLayer;
import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the layers of a transformer have in common: active sizes, gradients of all parameters, and
 * skipping. Each forward pass makes a {@link Pass}, which the backward pass uses up.
 *
 * @param <C> the configuration
 */
abstract class ElasticSequenceLayer<C extends FeedForwardLayer & ElasticLayer> extends BaseLayer<C>
    implements ElasticOperator {

  /** One forward pass, and the backward pass that may follow. */
  interface Pass {

    /** The layer's output. */
    INDArray forward(INDArray input, boolean training, Scratch scratch);

    /**
     * Writes the gradients of the parameters.
     *
     * @return the gradient of the input
     */
    INDArray backward(INDArray epsilon, Scratch scratch);
  }

  /** The parameters' parts with this pass' weight noise. */
  private final class Slices implements SlicedParameters {

    private final boolean training;
    private final LayerWorkspaceMgr workspaceMgr;

    Slices(boolean training, LayerWorkspaceMgr workspaceMgr) {
      this.training = training;
      this.workspaceMgr = workspaceMgr;
    }

    @Override
    public INDArray of(String key, long... sizes) {
      return Box.first(sizes).of(getParamWithNoise(key, training, workspaceMgr));
    }

    @Override
    public INDArray gradient(String key, long... sizes) {
      return slices.take(key, gradientViews.get(key), Box.first(sizes));
    }
  }

  private final transient ActiveSlices slices;

  /** The last forward pass while training, if no backward pass followed. */
  private transient Pass kept;

  ElasticSequenceLayer(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    slices = new ActiveSlices(layerConf());
  }

  /** A pass over the input that is set. */
  abstract Pass pass(SlicedParameters parameters);

  /** Whether an input has a shape that the layer takes. */
  abstract boolean fits(INDArray input);

  /** The shapes that the layer takes, for messages. */
  abstract String expected();

  @Override
  public ActiveSlices slices() {
    return slices;
  }

  @Override
  public TrainingConfig getConfig() {
    return slices.decorate(super.getConfig());
  }

  @Override
  public void setInput(INDArray input, LayerWorkspaceMgr workspaceMgr) {
    super.setInput(input, workspaceMgr);
    kept = null;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    if (slices.isSkipped()) {
      return workspaceMgr.dup(ArrayType.ACTIVATIONS, input);
    }
    if (!fits(input)) {
      throw new DL4JInvalidInputException(
          "Input of shape %s does not fit, expected %s; set the network's input type %s"
              .formatted(Arrays.toString(input.shape()), expected(), layerId()));
    }
    applyDropOutIfNecessary(training, workspaceMgr);
    if (input.dataType() != dataType) {
      input = workspaceMgr.leverageTo(ArrayType.INPUT, input.castTo(dataType));
    }
    Pass pass = pass(new Slices(training, workspaceMgr));
    INDArray output =
        pass.forward(input, training, Scratch.forward(workspaceMgr, dataType, training));
    kept = training ? pass : null;
    return workspaceMgr.leverageTo(ArrayType.ACTIVATIONS, output);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    Gradient gradient = new DefaultGradient();
    gradientViews.forEach(gradient::setGradientFor);
    if (slices.isSkipped()) {
      slices.takeNone(gradientViews.values());
      return new Pair<>(gradient, workspaceMgr.dup(ArrayType.ACTIVATION_GRAD, epsilon));
    }
    if (kept == null) {
      activate(true, workspaceMgr);
    }
    INDArray ofInput = kept.backward(epsilon, Scratch.backward(workspaceMgr, dataType));
    kept = null;
    weightNoiseParams.clear();
    ofInput = workspaceMgr.leverageTo(ArrayType.ACTIVATION_GRAD, ofInput);
    return new Pair<>(gradient, backpropDropOutIfPresent(ofInput));
  }

  @Override
  public void clear() {
    super.clear();
    kept = null;
  }

  @Override
  public boolean hasBias() {
    return true;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }
}
