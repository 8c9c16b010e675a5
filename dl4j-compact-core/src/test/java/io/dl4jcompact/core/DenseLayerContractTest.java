package io.dl4jcompact.core;

import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Deeplearning4j's own layer passes the contract: it asks for nothing else. */
class DenseLayerContractTest extends LayerContractTest {

  @Override
  protected FeedForwardLayer layer(String name, int nOut) {
    return new DenseLayer.Builder().name(name).nOut(nOut).activation(Activation.IDENTITY).build();
  }

  @Override
  protected InputType inputType() {
    return InputType.feedForward(8);
  }

  @Override
  protected double[] naiveOutput(FeedForwardLayer conf, Operands at, Operands moved) {
    Map<String, INDArray> parameters = moved.parameters();
    INDArray input = moved.input();
    int nOut = (int) conf.getNOut();
    double[] output = new double[input.rows() * nOut];
    for (int row = 0; row < input.rows(); row++) {
      for (int n = 0; n < nOut; n++) {
        double sum = parameters.get("b").getDouble(n);
        for (int i = 0; i < input.columns(); i++) {
          sum += input.getDouble(row, i) * parameters.get("W").getDouble(i, n);
        }
        output[row * nOut + n] = sum;
      }
    }
    return output;
  }
}
