package io.dl4jcompact.elastic.layers;

import io.dl4jcompact.core.OneDnn;
import io.dl4jcompact.elastic.Dimension;
import io.dl4jcompact.elastic.ElasticConvolutionLayer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.ConvolutionHelper;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Forward and backward pass of {@link ElasticConvolutionLayer}. The convolutions are
 * Deeplearning4j's, by oneDNN where {@link OneDnn#convolutionHelper} has one: the superclass is
 * shown a configuration and kernels of the active sizes.
 */
public final class ElasticConvolutionLayerImpl extends ConvolutionLayer implements ElasticOperator {

  private static final String WEIGHTS = ConvolutionParamInitializer.WEIGHT_KEY;
  private static final String BIASES = ConvolutionParamInitializer.BIAS_KEY;

  private final transient ActiveSlices slices;

  /**
   * What the superclass is shown at some sizes. Making a configuration takes long, and a helper
   * keeps the first window that it is given.
   *
   * @param helper null where there is none
   */
  private record Ordinary(
      org.deeplearning4j.nn.conf.layers.ConvolutionLayer conf, ConvolutionHelper helper) {}

  private final transient Map<Map<Dimension, Integer>, Ordinary> ordinary = new HashMap<>();

  /** z of the last forward pass while training. */
  private transient INDArray kept;

  /** For {@link ElasticConvolutionLayer#instantiate}. */
  public ElasticConvolutionLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    slices = new ActiveSlices(elastic());
    helper = active().helper();
  }

  private ElasticConvolutionLayer elastic() {
    return (ElasticConvolutionLayer) conf().getLayer();
  }

  private int outputs() {
    return slices.size(Dimension.WIDTH, elastic().getNOut());
  }

  private int kernelSize() {
    return slices.size(Dimension.KERNEL, elastic().getKernelSize()[0]);
  }

  private ActiveKernel kernel() {
    return ActiveKernel.of(elastic(), kernelSize());
  }

  /** The number of input channels, of which the superclass refuses those above nIn. */
  private long inputs() {
    return Math.min(input.rank() == 4 ? input.size(1) : 1, elastic().getNIn());
  }

  @Override
  public ActiveSlices slices() {
    return slices;
  }

  @Override
  public TrainingConfig getConfig() {
    return slices.decorate(super.getConfig());
  }

  @Override
  public void setConf(NeuralNetConfiguration conf) {
    super.setConf(conf);
    ordinary.clear();
  }

  /** With the active numbers of outputs, kernel and padding. */
  @Override
  public org.deeplearning4j.nn.conf.layers.ConvolutionLayer layerConf() {
    // The superclass's constructor asks before there are slices.
    if (slices == null) {
      return elastic();
    }
    return active().conf();
  }

  private Ordinary active() {
    return ordinary.computeIfAbsent(
        Map.copyOf(slices.sizes()),
        key ->
            new Ordinary(
                elastic().ordinary(elastic().getNIn(), outputs(), kernelSize()),
                OneDnn.convolutionHelper(dataType, elastic().getDilation()).orElse(null)));
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
    applyDropOutIfNecessary(training, workspaceMgr);
    INDArray z = preOutput(training, false, workspaceMgr).getFirst();
    boolean identity = layerConf().getActivationFn() instanceof ActivationIdentity;
    INDArray result = z;
    if (training) {
      kept = z;
      // Activation functions write into their argument, and the backward pass needs z.
      result = identity ? z : workspaceMgr.dup(ArrayType.ACTIVATIONS, z);
    }
    return layerConf().getActivationFn().getActivation(result, training);
  }

  /** z and no columns: those of the built-in convolution are computed again where needed. */
  @Override
  protected Pair<INDArray, INDArray> preOutput(
      boolean training, boolean forBackprop, LayerWorkspaceMgr workspaceMgr) {
    if (forBackprop && kept != null) {
      return new Pair<>(kept, null);
    }
    helper = active().helper();
    // What the superclass adds where there is no bias has as many elements as there were outputs.
    if (dummyBias != null && dummyBias.length() != outputs()) {
      dummyBias = null;
    }
    return super.preOutput(training, forBackprop, workspaceMgr);
  }

  @Override
  protected INDArray getParamWithNoise(
      String param, boolean training, LayerWorkspaceMgr workspaceMgr) {
    INDArray whole = super.getParamWithNoise(param, training, workspaceMgr);
    if (param.equals(WEIGHTS)) {
      return kernel().weights(with(WEIGHTS, whole), outputs(), inputs());
    }
    return param.equals(BIASES) && whole != null ? Box.first(outputs()).of(whole) : whole;
  }

  private Map<String, INDArray> with(String key, INDArray noisy) {
    Map<String, INDArray> parameters = new HashMap<>(params);
    parameters.put(key, noisy);
    return parameters;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    Map<String, INDArray> whole = gradientViews;
    Gradient gradient = new DefaultGradient();
    whole.forEach(gradient::setGradientFor);
    if (slices.isSkipped()) {
      slices.takeNone(whole.values());
      return new Pair<>(gradient, workspaceMgr.dup(ArrayType.ACTIVATION_GRAD, epsilon));
    }
    long[] shape = {outputs(), inputs(), kernelHeight(), kernelWidth()};
    INDArray ofKernels = Nd4j.createUninitialized(dataType, shape, 'c');
    Map<String, INDArray> active = new LinkedHashMap<>();
    active.put(WEIGHTS, ofKernels);
    if (hasBias()) {
      active.put(BIASES, slices.take(BIASES, whole.get(BIASES), Box.first(outputs())));
    }
    INDArray noisy = super.getParamWithNoise(WEIGHTS, true, workspaceMgr);
    gradientViews = active;
    INDArray ofInput = super.backpropGradient(epsilon, workspaceMgr).getSecond();
    gradientViews = whole;
    kernel().writeGradients(ofKernels, with(WEIGHTS, noisy), whole, slices);
    // With a helper the superclass forgets to.
    weightNoiseParams.clear();
    return new Pair<>(gradient, ofInput);
  }

  private long kernelHeight() {
    return layerConf().getKernelSize()[0];
  }

  private long kernelWidth() {
    return layerConf().getKernelSize()[1];
  }

  @Override
  public void clear() {
    super.clear();
    kept = null;
  }
}
