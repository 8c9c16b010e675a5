package io.dl4jcompact.sparse;

import io.dl4jcompact.core.LayerContractTest;
import io.dl4jcompact.core.Operands;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The layer contract, which a sparse layer meets as the layer in it does. */
class SparseDenseLayerTest extends LayerContractTest {

  private static DenseLayer dense(String name, int nOut) {
    return new DenseLayer.Builder().name(name).nOut(nOut).activation(Activation.IDENTITY).build();
  }

  @Override
  protected FeedForwardLayer layer(String name, int nOut) {
    return new SparseLayer(dense(name, nOut), 0.6, 7);
  }

  /** Of density 1, since gradients are compared at parameters that are 0 nowhere. */
  @Override
  protected List<FeedForwardLayer> variants() {
    return List.of(new SparseLayer(dense("first", 4), 1, 7));
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
    int nIn = input.columns();
    Mask mask = ((SparseLayer) conf).mask("W", nIn * nOut);
    double[] output = new double[input.rows() * nOut];
    for (int row = 0; row < input.rows(); row++) {
      for (int n = 0; n < nOut; n++) {
        double sum = parameters.get("b").getDouble(n);
        for (int i = 0; i < nIn; i++) {
          // Columns one after the other: W of a dense layer is in f order.
          boolean connected = mask.isConnected(n * nIn + i);
          sum += connected ? input.getDouble(row, i) * parameters.get("W").getDouble(i, n) : 0;
        }
        output[row * nOut + n] = sum;
      }
    }
    return output;
  }
}
