package io.dl4jcompact.examples.marks;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks of well-known shapes, by every method alike: all layers with weights differ. */
enum QuantNet {
  /** 5x5 convolutions with 8 and 16 channels, each halved, dense 64-10. */
  LENET {
    @Override
    void body(Chain chain, QuantMethod method) {
      method.block(chain, method.convolution(5, 8)).halved();
      method.block(chain, method.convolution(5, 16)).halved();
      method.block(chain, method.dense(64, false));
    }
  },
  /** VGG-11's first ten layers with an eighth of its channels, or less: 8-16-32-32-64-64. */
  VGG {
    @Override
    void body(Chain chain, QuantMethod method) {
      method.block(chain, method.convolution(3, 8)).halved();
      method.block(chain, method.convolution(3, 16)).halved();
      method.block(chain, method.convolution(3, 32));
      method.block(chain, method.convolution(3, 32)).halved();
      method.block(chain, method.convolution(3, 64));
      method.block(chain, method.convolution(3, 64)).halved();
      method.block(chain, method.dense(64, false));
    }
  };

  private static final int CLASSES = 10;

  abstract void body(Chain chain, QuantMethod method);

  ComputationGraphConfiguration configuration(
      QuantMethod method, InputType input, IUpdater updater, long seed) {
    Chain chain = new Chain(Precision.FLOAT, input, method.updater(updater), seed);
    body(chain, method);
    return chain
        .layer(method.dense(CLASSES, true))
        .endsWith(
            new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build());
  }
}
