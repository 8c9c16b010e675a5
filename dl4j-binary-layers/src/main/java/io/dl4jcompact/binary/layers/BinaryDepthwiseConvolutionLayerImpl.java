package io.dl4jcompact.binary.layers;

import io.dl4jcompact.binary.BinaryDepthwiseConvolutionLayer;
import io.dl4jcompact.binary.DepthwiseWeights;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Forward and backward pass of {@link BinaryDepthwiseConvolutionLayer}: a convolution of as many
 * groups as input channels, whose parameter W [kH, kW, nIn, M] has another order.
 */
public final class BinaryDepthwiseConvolutionLayerImpl extends BinaryConvolutionLayerImpl {

  /** For {@link BinaryDepthwiseConvolutionLayer#instantiate}. */
  public BinaryDepthwiseConvolutionLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  INDArray outputsFirst(INDArray weights) {
    return DepthwiseWeights.outputsFirst(weights);
  }

  @Override
  void toParameterOrderi(INDArray gradient) {
    DepthwiseWeights.outputsLasti(gradient);
  }
}
