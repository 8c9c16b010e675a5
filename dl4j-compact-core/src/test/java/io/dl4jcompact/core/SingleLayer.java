package io.dl4jcompact.core;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** One layer outside of training, whose forward and backward pass a test calls itself. */
public record SingleLayer(Layer layer) {

  /** An initialised layer; conf must have nIn. */
  public static SingleLayer of(FeedForwardLayer conf, DataType dataType) {
    return of(list(conf, dataType));
  }

  /** An initialised layer whose nIn is inferred. */
  public static SingleLayer of(FeedForwardLayer conf, InputType inputType, DataType dataType) {
    return of(list(conf, dataType).setInputType(inputType));
  }

  private static NeuralNetConfiguration.ListBuilder list(FeedForwardLayer conf, DataType dataType) {
    return new NeuralNetConfiguration.Builder().seed(3).dataType(dataType).list().layer(conf);
  }

  private static SingleLayer of(NeuralNetConfiguration.ListBuilder builder) {
    MultiLayerNetwork network = new MultiLayerNetwork(builder.build());
    network.init();
    network.initGradientsView();
    return new SingleLayer(network.getLayer(0));
  }

  /** The output while training. */
  public INDArray forward(INDArray x) {
    return layer.activate(x.dup(), true, LayerWorkspaceMgr.noWorkspaces()).dup('c');
  }

  /** The gradients after {@link #forward}, where δ is the loss's gradient by the output. */
  public Pair<Gradient, INDArray> backward(INDArray delta) {
    return layer.backpropGradient(delta.dup(), LayerWorkspaceMgr.noWorkspaces());
  }

  /** Values with two decimals or so that keep away from the kinks of the estimators. */
  static INDArray values(DataType dataType, long seed, long... shape) {
    Nd4j.getRandom().setSeed(seed);
    INDArray even = Nd4j.rand(dataType, shape).muli(60).subi(30);
    return Transforms.floor(even, false).muli(0.06).addi(0.013);
  }
}
