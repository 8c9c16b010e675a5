package io.dl4jcompact.binary.layers;

import io.dl4jcompact.binary.BinaryConvolution1DLayer;
import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.util.ConvolutionUtils;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Forward and backward pass of {@link BinaryConvolution1DLayer}: a convolution of images of one
 * column, [minibatch, channels, time, 1]. In mode Causal zeros are put ahead of the quantised
 * input, as many as a window looks back.
 */
public final class BinaryConvolution1DLayerImpl extends BinaryConvolutionLayerImpl {

  private final int ahead;

  /** For {@link BinaryConvolution1DLayer#instantiate}. */
  public BinaryConvolution1DLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    boolean causal = convolutionMode == ConvolutionMode.Causal;
    ahead = causal ? (layerConf().getKernelSize()[0] - 1) * layerConf().getDilation()[0] : 0;
    convolutionMode = causal ? ConvolutionMode.Truncate : convolutionMode;
  }

  @Override
  public void setInput(INDArray input, LayerWorkspaceMgr workspaceMgr) {
    if (input.rank() != 3) {
      throw new DL4JInvalidInputException(
          "Input of shape "
              + Arrays.toString(input.shape())
              + " does not fit, expected [minibatch, "
              + layerConf().getNIn()
              + ", time] "
              + layerId());
    }
    super.setInput(input, workspaceMgr);
    this.input = column(this.input);
  }

  private static INDArray column(INDArray sequences) {
    return sequences.reshape(sequences.size(0), sequences.size(1), sequences.size(2), 1);
  }

  private static INDArray sequences(INDArray columns) {
    return columns.reshape(columns.size(0), columns.size(1), columns.size(2));
  }

  @Override
  INDArray surrounded(INDArray quantized, boolean training, LayerWorkspaceMgr workspaceMgr) {
    if (ahead == 0) {
      return quantized;
    }
    long[] shape = quantized.shape().clone();
    shape[2] += ahead;
    ArrayType lifetime = QuantizedOperands.lifetimeOfInput(training, workspaceMgr);
    INDArray padded = workspaceMgr.create(lifetime, quantized.dataType(), shape, 'c');
    padded.get(steps(padded)).assign(quantized);
    return padded;
  }

  @Override
  INDArray inside(INDArray epsilon) {
    return ahead == 0 ? epsilon : epsilon.get(steps(epsilon)).dup('c');
  }

  private INDArrayIndex[] steps(INDArray padded) {
    return new INDArrayIndex[] {
      NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(ahead, padded.size(2))
    };
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    INDArray result = sequences(super.activate(training, workspaceMgr));
    if (maskArray != null) {
      multiplyByMaski(result);
    }
    return workspaceMgr.leverageTo(ArrayType.ACTIVATIONS, result);
  }

  private void multiplyByMaski(INDArray sequences) {
    INDArray mask = reduced(maskArray).castTo(sequences.dataType());
    Broadcast.mul(sequences, mask, sequences, 0, 2);
  }

  /** The mask of the output: 1 where the window sees any step that is not masked. */
  private INDArray reduced(INDArray mask) {
    // The type of what the reduction gives, whatever the layer's is.
    return ConvolutionUtils.cnn1dMaskReduction(
        mask.castTo(Nd4j.defaultFloatingPointType()),
        layerConf().getKernelSize()[0],
        layerConf().getStride()[0],
        layerConf().getPadding()[0],
        layerConf().getDilation()[0],
        layerConf().getConvolutionMode());
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    INDArray ofOutput = epsilon;
    if (maskArray != null) {
      ofOutput = epsilon.dup('c');
      multiplyByMaski(ofOutput);
    }
    Pair<Gradient, INDArray> result = super.backpropGradient(column(ofOutput), workspaceMgr);
    INDArray ofInput = sequences(result.getSecond());
    result.setSecond(workspaceMgr.leverageTo(ArrayType.ACTIVATION_GRAD, ofInput));
    return result;
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(
      INDArray mask, MaskState state, int minibatch) {
    return new Pair<>(mask == null ? null : reduced(mask), state);
  }
}
