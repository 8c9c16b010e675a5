package io.dl4jcompact.benchmarks;

import io.dl4jcompact.elastic.Dimension;
import io.dl4jcompact.elastic.ElasticConvolutionLayer;
import io.dl4jcompact.elastic.ElasticDenseLayer;
import io.dl4jcompact.elastic.ElasticOutputLayer;
import io.dl4jcompact.elastic.ElasticPatchEmbedding;
import io.dl4jcompact.elastic.ElasticTokenPooling;
import io.dl4jcompact.elastic.ElasticTransformerBlock;
import io.dl4jcompact.elastic.SubnetConfig;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Elastic networks of six blocks, every second of which may be skipped. */
public enum ElasticKind {
  /** Dense layers of 1024, minibatch 128. */
  DENSE(1024, 128) {
    @Override
    InputType inputType() {
      return InputType.feedForward(width());
    }

    @Override
    Layer block(int index) {
      return new ElasticDenseLayer.Builder()
          .name(name(index))
          .widths(width() / 2, width())
          .skippable(skippable(index))
          .activation(Activation.RELU)
          .build();
    }
  },
  /** Convolutions 3x3 of 64 channels, 14x14, minibatch 64. */
  CONVOLUTION(64, 64) {
    @Override
    InputType inputType() {
      return InputType.convolutional(14, 14, width());
    }

    @Override
    Layer block(int index) {
      return new ElasticConvolutionLayer.Builder(3, 3)
          .name(name(index))
          .convolutionMode(ConvolutionMode.Same)
          .widths(width() / 2, width())
          .skippable(skippable(index))
          .activation(Activation.RELU)
          .build();
    }

    @Override
    Layer[] behind() {
      return new Layer[] {new GlobalPoolingLayer(PoolingType.AVG)};
    }
  },
  /** A vision transformer of 28x28 pixels: 49 tokens of 128 channels, minibatch 64. */
  TRANSFORMER(128, 64) {
    private static final int HEADS = 4;
    private static final String PATCHES = "patches";

    @Override
    InputType inputType() {
      return InputType.convolutional(28, 28, 1);
    }

    @Override
    Layer[] before() {
      return new Layer[] {
        new ElasticPatchEmbedding.Builder(4).name(PATCHES).embeddings(width() / 2, width()).build()
      };
    }

    @Override
    Layer block(int index) {
      return new ElasticTransformerBlock.Builder()
          .name(name(index))
          .heads(HEADS / 2, HEADS)
          .mlpWidths(width(), 2 * width())
          .skippable(skippable(index))
          .build();
    }

    @Override
    Layer[] behind() {
      return new Layer[] {new ElasticTokenPooling.Builder().build()};
    }

    @Override
    SubnetConfig halved(SubnetConfig full) {
      SubnetConfig half = full.with(PATCHES, Dimension.EMBEDDING, width() / 2);
      for (int i = 0; i < BLOCKS; i += 2) {
        half = half.with(name(i), Dimension.HEADS, HEADS / 2).with(name(i), Dimension.MLP, width());
      }
      return half;
    }
  };

  static final int CLASSES = 10;
  private static final int BLOCKS = 6;

  private final int width;
  private final int minibatch;

  ElasticKind(int width, int minibatch) {
    this.width = width;
    this.minibatch = minibatch;
  }

  int width() {
    return width;
  }

  abstract InputType inputType();

  abstract Layer block(int index);

  /** Layers in front of the blocks. */
  Layer[] before() {
    return new Layer[0];
  }

  /** Layers between the blocks and the output layer. */
  Layer[] behind() {
    return new Layer[0];
  }

  /** The whole network with half the width of the blocks that are not skipped. */
  SubnetConfig halved(SubnetConfig full) {
    SubnetConfig half = full;
    for (int i = 0; i < BLOCKS; i += 2) {
      half = half.with(name(i), Dimension.WIDTH, width / 2);
    }
    return half;
  }

  /** Half the width, and half the blocks: every second one is skipped. */
  SubnetConfig half(MultiLayerNetwork network) {
    SubnetConfig half = halved(SubnetConfig.largest(network));
    for (int i = 0; i < BLOCKS; i++) {
      if (skippable(i)) {
        half = half.with(name(i), Dimension.DEPTH, 0);
      }
    }
    return half;
  }

  static String name(int index) {
    return "block" + index;
  }

  static boolean skippable(int index) {
    return index % 2 == 1;
  }

  /** An initialised network of known weights. */
  MultiLayerNetwork network() {
    List<Layer> layers = new ArrayList<>(List.of(before()));
    for (int i = 0; i < BLOCKS; i++) {
      layers.add(block(i));
    }
    layers.addAll(List.of(behind()));
    layers.add(new ElasticOutputLayer.Builder().nOut(CLASSES).build());
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-3))
                .list(layers.toArray(new Layer[0]))
                .setInputType(inputType())
                .build());
    network.init();
    return network;
  }

  /** A minibatch of random numbers. */
  INDArray features() {
    long[] shape = inputType().getShape(true);
    shape[0] = minibatch;
    return Nd4j.randn(DataType.FLOAT, shape);
  }
}
