package io.dl4jcompact.binary;

import io.dl4jcompact.core.LayerContractTest;
import io.dl4jcompact.quantizer.SignQuantizer;
import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

class BinaryConvolutionLayerTest extends LayerContractTest {

  @Override
  protected FeedForwardLayer layer(String name, int nOut) {
    return new BinaryConvolutionLayer.Builder(3, 2)
        .name(name)
        .nOut(nOut)
        .padding(1, 1)
        .inputQuantizer(new SignQuantizer(0.1f, new SignQuantizer().estimator()))
        .build();
  }

  @Override
  protected InputType inputType() {
    return InputType.convolutional(6, 5, 3);
  }

  @Override
  protected double[] naiveOutput(
      FeedForwardLayer conf, Map<String, INDArray> parameters, INDArray input) {
    return new NaiveLayer(conf, parameters, input).output();
  }
}
