package io.dl4jcompact.binary;

import io.dl4jcompact.core.LayerContractTest;
import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

class BinaryDenseLayerTest extends LayerContractTest {

  @Override
  protected FeedForwardLayer layer(String name, int nOut) {
    return new BinaryDenseLayer.Builder().name(name).nOut(nOut).weightScale(true).build();
  }

  @Override
  protected InputType inputType() {
    return InputType.feedForward(70);
  }

  @Override
  protected double[] naiveOutput(
      FeedForwardLayer conf, Map<String, INDArray> parameters, INDArray input) {
    return new NaiveLayer(conf, parameters, input).output();
  }
}
