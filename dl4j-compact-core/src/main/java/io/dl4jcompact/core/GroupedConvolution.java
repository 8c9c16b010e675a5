package io.dl4jcompact.core;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Convolutions of groups of channels, which ND4J does not have.
 *
 * <p>Blocks of as many groups as fit {@value #BLOCK} channels are convolved as if every output saw
 * all input channels of its block, with weights of 0 where it does not: a {@link GroupBlock}. That
 * is several times faster than a convolution a group. Weights are W [nOut, nIn / groups, kH, kW].
 *
 * <p>The superclass is what Deeplearning4j knows not to need a bias; no code of it is used.
 */
public final class GroupedConvolution extends MKLDNNConvHelper {

  private static final int BLOCK = 64;
  private static final int[] MAP = {0, 2, 3};

  private final int groups;
  private GroupBlock block;

  /**
   * @param groups number of groups, at least 1
   * @param dataType of the layer's parameters
   */
  public GroupedConvolution(int groups, DataType dataType) {
    super(dataType);
    this.groups = groups;
  }

  private GroupBlock block(INDArray weights, int[] dilation) {
    if (block == null) {
      int widest = (int) Math.max(weights.size(0) / groups, weights.size(1));
      block = new GroupBlock(weights, groups, Math.max(1, BLOCK / widest), dilation);
    }
    return block;
  }

  @Override
  public INDArray preOutput(
      INDArray input,
      INDArray weights,
      INDArray bias,
      int[] kernel,
      int[] strides,
      int[] pad,
      ConvolutionLayer.AlgoMode algorithm,
      ConvolutionLayer.FwdAlgo forward,
      ConvolutionMode mode,
      int[] dilation,
      CNN2DFormat format,
      LayerWorkspaceMgr mgr) {
    int[] given = mode == ConvolutionMode.Same ? null : pad;
    int[] size =
        ConvolutionUtils.getOutputSize(input, kernel, strides, given, mode, dilation, format);
    INDArray z =
        mgr.createUninitialized(
            ArrayType.ACTIVATIONS,
            weights.dataType(),
            new long[] {input.size(0), weights.size(0), size[0], size[1]},
            'c');
    GroupBlock dense = block(weights, dilation);
    INDArray x = whole(input);
    INDArray rows = rows(weights);
    for (int from = 0; from < groups; from += dense.groups()) {
      GroupBlock part = dense.from(from);
      INDArray result = Nd4j.createUninitialized(z.dataType(), part.mapShape(z), 'c');
      Nd4j.exec(
          DynamicCustomOp.builder("conv2d")
              .addInputs(part.inputs(x).dup('c'), part.expanded(rows))
              .addIntegerArguments(arguments(part, strides, pad, mode))
              .addOutputs(result)
              .build());
      part.outputs(z).assign(result);
    }
    return z;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray input,
      INDArray weights,
      INDArray bias,
      INDArray delta,
      int[] kernel,
      int[] strides,
      int[] pad,
      INDArray biasGradient,
      INDArray weightGradient,
      IActivation activation,
      ConvolutionLayer.AlgoMode algorithm,
      ConvolutionLayer.BwdFilterAlgo filter,
      ConvolutionLayer.BwdDataAlgo data,
      ConvolutionMode mode,
      int[] dilation,
      CNN2DFormat format,
      LayerWorkspaceMgr mgr) {
    INDArray epsilon =
        mgr.createUninitialized(ArrayType.ACTIVATION_GRAD, weights.dataType(), input.shape(), 'c');
    GroupBlock dense = block(weights, dilation);
    INDArray allX = whole(input);
    INDArray allDelta = whole(delta);
    INDArray rows = rows(weights);
    INDArray gradient = Nd4j.createUninitialized(rows.dataType(), rows.shape(), 'c');
    for (int from = 0; from < groups; from += dense.groups()) {
      GroupBlock part = dense.from(from);
      INDArray x = part.inputs(allX).dup('c');
      INDArray w = part.expanded(rows);
      INDArray dx = Nd4j.createUninitialized(x.dataType(), x.shape(), 'c');
      INDArray dw = Nd4j.createUninitialized(w.dataType(), w.shape(), 'c');
      Nd4j.exec(
          DynamicCustomOp.builder("conv2d_bp")
              .addInputs(x, w, part.outputs(allDelta).dup('c'))
              .addIntegerArguments(arguments(part, strides, pad, mode))
              .addOutputs(dx, dw)
              .build());
      part.inputs(epsilon).assign(dx);
      part.extract(dw, gradient);
    }
    // A parameter may have another shape, but has as many values.
    weightGradient.assign(gradient.reshape('c', weightGradient.shape()));
    Gradient gradients = new DefaultGradient();
    if (biasGradient != null) {
      biasGradient.assign(delta.sum(MAP).reshape(biasGradient.shape()));
      gradients.setGradientFor(ConvolutionParamInitializer.BIAS_KEY, biasGradient);
    }
    gradients.setGradientFor(ConvolutionParamInitializer.WEIGHT_KEY, weightGradient);
    return new Pair<>(gradients, epsilon);
  }

  /** W [nOut, nIn / groups · kH · kW]. */
  private static INDArray rows(INDArray weights) {
    return weights.dup('c').reshape('c', weights.size(0), weights.length() / weights.size(0));
  }

  /** Of views that do not begin where their memory does, ND4J's {@code get} gives too little. */
  private static INDArray whole(INDArray array) {
    return array.isView() ? array.dup('c') : array;
  }

  /** The last two: images are NCHW, weights begin with the outputs. */
  private static int[] arguments(GroupBlock block, int[] strides, int[] pad, ConvolutionMode mode) {
    int[] kernel = block.kernel();
    int same = mode == ConvolutionMode.Same ? 1 : 0;
    return new int[] {
      kernel[0], kernel[1], strides[0], strides[1], pad[0], pad[1], 1, 1, same, 0, 1
    };
  }
}
