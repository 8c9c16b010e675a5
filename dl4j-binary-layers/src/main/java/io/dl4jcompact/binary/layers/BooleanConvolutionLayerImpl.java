package io.dl4jcompact.binary.layers;

import io.dl4jcompact.binary.BooleanConvolutionLayer;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Forward and backward pass of {@link BooleanConvolutionLayer}, in the numbers 0 and 1; formulas in
 * {@link io.dl4jcompact.binary.BooleanLayer}. ND4J's operations convolve, with oneDNN where it is
 * built with it.
 */
public final class BooleanConvolutionLayerImpl extends ConvolutionLayer {

  private static final int CHANNELS = 1;
  private static final int[] ALL_BUT_CHANNELS = {0, 2, 3};
  private static final int[] INPUTS_OF_WEIGHTS = {1, 2, 3};

  private final transient BooleanOperands operands;
  // s of the present input while training, in the workspace of the layer's output.
  private transient INDArray sums;

  /** For {@link BooleanConvolutionLayer#instantiate}. */
  public BooleanConvolutionLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    operands = new BooleanOperands(this);
  }

  private BooleanConvolutionLayer booleanConf() {
    return (BooleanConvolutionLayer) layerConf();
  }

  @Override
  public void setInput(INDArray input, LayerWorkspaceMgr workspaceMgr) {
    super.setInput(input, workspaceMgr);
    sums = null;
  }

  /** s, and no columns: they are Deeplearning4j's way to convolve. */
  @Override
  protected Pair<INDArray, INDArray> preOutput(
      boolean training, boolean forBackprop, LayerWorkspaceMgr workspaceMgr) {
    if (forBackprop && sums != null) {
      return new Pair<>(sums, null);
    }
    assertInputSet(false);
    applyDropOutIfNecessary(training, workspaceMgr);
    validateInputRank();
    validateInputDepth(layerConf().getNIn());
    booleanConf().requireFit(input.size(2), input.size(3));
    INDArray x = images();
    operands.requireInput(x);
    INDArray s = workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, shape(x), 'c');
    Nd4j.exec(
        DynamicCustomOp.builder("conv2d")
            .addInputs(x, operands.slopes())
            .addIntegerArguments(arguments())
            .addOutputs(s)
            .build());
    INDArray shift = operands.shift(INPUTS_OF_WEIGHTS);
    if (shift != null) {
      Nd4j.exec(new BroadcastAddOp(s, shift, s, CHANNELS));
    }
    return new Pair<>(s, null);
  }

  /** The input; oneDNN reads images in c order only. */
  private INDArray images() {
    INDArray x = input.castTo(dataType);
    return x.ordering() == 'c' && !x.isView() ? x : x.dup('c');
  }

  private long[] shape(INDArray x) {
    int[] padding = convolutionMode == ConvolutionMode.Same ? null : layerConf().getPadding();
    int[] size =
        ConvolutionUtils.getOutputSize(
            x,
            layerConf().getKernelSize(),
            layerConf().getStride(),
            padding,
            convolutionMode,
            layerConf().getDilation(),
            layerConf().getCnn2dDataFormat());
    return new long[] {x.size(0), layerConf().getNOut(), size[0], size[1]};
  }

  /** Kernel, stride, padding, no dilation; the last two: images NCHW, weights outputs first. */
  private int[] arguments() {
    int[] kernel = layerConf().getKernelSize();
    int[] stride = layerConf().getStride();
    int[] padding = layerConf().getPadding();
    int same = convolutionMode == ConvolutionMode.Same ? 1 : 0;
    return new int[] {
      kernel[0], kernel[1], stride[0], stride[1], padding[0], padding[1], 1, 1, same, 0, 1
    };
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    INDArray s = preOutput(training, false, workspaceMgr).getFirst();
    INDArray result = s;
    if (training) {
      sums = s;
      // Activation functions write into their argument, and the backward pass needs s.
      result = workspaceMgr.dup(ArrayType.ACTIVATIONS, s, 'c');
    }
    return operands.activation().getActivation(result, training);
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    INDArray s = preOutput(true, true, workspaceMgr).getFirst();
    INDArray signal = operands.signal(s, epsilon.castTo(dataType)).dup('c');
    INDArray x = images();
    INDArray slopes = operands.slopes();
    INDArray passed =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, x.shape(), 'c');
    INDArray gradient = Nd4j.createUninitialized(dataType, slopes.shape(), 'c');
    Nd4j.exec(
        DynamicCustomOp.builder("conv2d_bp")
            .addInputs(x, slopes, signal)
            .addIntegerArguments(arguments())
            .addOutputs(passed, gradient)
            .build());
    passed.muli(booleanConf().signalScale());
    return new Pair<>(gradients(gradient, signal), backpropDropOutIfPresent(passed));
  }

  private Gradient gradients(INDArray ofSlopes, INDArray signal) {
    INDArray signalSums = signal.sum(ALL_BUT_CHANNELS);
    Gradient gradients = new DefaultGradient();
    if (hasBias()) {
      INDArray bias = gradientViews.get(ConvolutionParamInitializer.BIAS_KEY);
      bias.assign(signalSums.reshape(bias.shape()));
      gradients.setGradientFor(ConvolutionParamInitializer.BIAS_KEY, bias);
    }
    operands.toWeightGradienti(ofSlopes, signalSums.reshape(signalSums.length(), 1, 1, 1));
    INDArray weights = gradientViews.get(ConvolutionParamInitializer.WEIGHT_KEY);
    weights.assign(ofSlopes);
    gradients.setGradientFor(ConvolutionParamInitializer.WEIGHT_KEY, weights, 'c');
    return gradients;
  }

  @Override
  public void clear() {
    super.clear();
    sums = null;
  }

  @Override
  public boolean hasBias() {
    return layerConf().hasBias();
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }
}
