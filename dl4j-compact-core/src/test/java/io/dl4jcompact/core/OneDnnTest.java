package io.dl4jcompact.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Equality with the built-in layers where the library has oneDNN; the fallback everywhere. */
class OneDnnTest {

  private static final double TOLERANCE = 2e-5;

  private boolean helpersAllowed;

  @BeforeEach
  void rememberHelpers() {
    helpersAllowed = Nd4j.getEnvironment().helpersAllowed();
  }

  @AfterEach
  void restoreHelpers() {
    Nd4j.getEnvironment().allowHelpers(helpersAllowed);
  }

  static List<ConvolutionLayer> convolutions() {
    return List.of(
        convolution(3, 3).build(),
        convolution(3, 2).stride(2, 1).padding(1, 1).hasBias(false).build(),
        convolution(3, 3).convolutionMode(ConvolutionMode.Same).build(),
        convolution(2, 3).stride(2, 2).convolutionMode(ConvolutionMode.Same).build(),
        convolution(2, 2).dilation(2, 2).build(),
        convolution(3, 3).dilation(1, 2).convolutionMode(ConvolutionMode.Same).build());
  }

  private static ConvolutionLayer.Builder convolution(int... kernel) {
    return new ConvolutionLayer.Builder(kernel).nOut(4).name("conv");
  }

  private static MultiLayerNetwork network(CNN2DFormat format, Layer... layers) {
    NeuralNetConfiguration.ListBuilder builder =
        new NeuralNetConfiguration.Builder()
            .seed(11)
            .updater(new Sgd(0.1))
            .activation(Activation.TANH)
            .list();
    for (Layer layer : layers) {
      builder.layer(layer.clone());
    }
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            builder
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .name("output")
                        .activation(Activation.SOFTMAX)
                        .nOut(3)
                        .build())
                .setInputType(InputType.convolutional(8, 7, 2, format))
                .build());
    network.init();
    return network;
  }

  private static DataSet data(int minibatch, CNN2DFormat format) {
    Nd4j.getRandom().setSeed(minibatch);
    INDArray images =
        format == CNN2DFormat.NCHW
            ? Nd4j.randn(DataType.FLOAT, minibatch, 2, 8, 7)
            : Nd4j.randn(DataType.FLOAT, minibatch, 8, 7, 2);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, minibatch, 3);
    for (int i = 0; i < minibatch; i++) {
      labels.putScalar(i, i % 3, 1);
    }
    return new DataSet(images, labels);
  }

  private static void assertTrainAlike(
      MultiLayerNetwork plain, MultiLayerNetwork oneDnn, CNN2DFormat format) {
    for (int minibatch : new int[] {6, 6, 5}) {
      plain.fit(data(minibatch, format));
      oneDnn.fit(data(minibatch, format));
    }
    INDArray input = data(4, format).getFeatures();
    assertThat(oneDnn.params().equalsWithEps(plain.params(), TOLERANCE)).isTrue();
    assertThat(oneDnn.output(input).equalsWithEps(plain.output(input), TOLERANCE)).isTrue();
  }

  @ParameterizedTest
  @MethodSource("convolutions")
  void convolutionsTrainAsWithoutIt(ConvolutionLayer convolution) {
    for (CNN2DFormat format : CNN2DFormat.values()) {
      ConvolutionLayer conf = convolution.clone();
      conf.setCnn2dDataFormat(format);
      MultiLayerNetwork plain = network(format, conf);
      MultiLayerNetwork oneDnn = network(format, conf);

      OneDnn.Installation installation = OneDnn.install(oneDnn);

      boolean dilated = conf.getDilation()[1] > 1;
      assertThat(installation.layers())
          .isEqualTo(OneDnn.isAvailable() && !dilated ? List.of("conv") : List.of());
      assertTrainAlike(plain, oneDnn, format);
    }
  }

  @ParameterizedTest
  @EnumSource
  void batchNormalisationTrainsAsWithoutIt(CNN2DFormat format) {
    Layer[] layers = {
      convolution(3, 3).dataFormat(format).build(),
      new BatchNormalization.Builder().name("bn4").build(),
      new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).dataFormat(format).build(),
      new DenseLayer.Builder().nOut(5).build(),
      new BatchNormalization.Builder().name("bn2").build(),
      new BatchNormalization.Builder().lockGammaBeta(true).name("locked").build()
    };
    MultiLayerNetwork plain = network(format, layers);
    MultiLayerNetwork oneDnn = network(format, layers);

    OneDnn.Installation installation = OneDnn.install(oneDnn);

    assertThat(installation.layers())
        .isEqualTo(OneDnn.isAvailable() ? List.of("conv", "bn4", "bn2") : List.of());
    assertTrainAlike(plain, oneDnn, format);
  }

  @Test
  void imageSizeMayChange() {
    ConvolutionLayer conf =
        convolution(3, 3).nIn(2).stride(2, 2).convolutionMode(ConvolutionMode.Same).build();
    MultiLayerNetwork plain = fullyConvolutional(conf);
    MultiLayerNetwork oneDnn = fullyConvolutional(conf);
    OneDnn.install(oneDnn);

    for (int size : new int[] {6, 7, 9}) {
      INDArray images = Nd4j.linspace(DataType.FLOAT, 0, 0.01, 2L * size * size);
      INDArray input = images.reshape(1, 2, size, size);
      assertThat(oneDnn.output(input).equalsWithEps(plain.output(input), TOLERANCE)).isTrue();
    }
  }

  private static MultiLayerNetwork fullyConvolutional(Layer layer) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder().seed(1).list().layer(layer.clone()).build());
    network.init();
    return network;
  }

  @Test
  void graphsAndFrozenLayersGetItToo() {
    assumeThat(OneDnn.isAvailable()).isTrue();
    MultiLayerNetwork network = network(CNN2DFormat.NCHW, convolution(3, 3).build());
    MultiLayerNetwork frozen = new TransferLearning.Builder(network).setFeatureExtractor(0).build();
    ComputationGraph graph = network.toComputationGraph();

    assertThat(OneDnn.install(frozen).layers()).containsExactly("conv");
    assertThat(OneDnn.install(graph).layers()).hasSize(1);

    INDArray input = data(4, CNN2DFormat.NCHW).getFeatures();
    INDArray expected = network.output(input);
    assertThat(frozen.output(input).equalsWithEps(expected, TOLERANCE)).isTrue();
    assertThat(graph.outputSingle(input).equalsWithEps(expected, TOLERANCE)).isTrue();
  }

  @Test
  void layersInsideWrappersGetItToo() {
    assumeThat(OneDnn.isAvailable()).isTrue();
    MultiLayerNetwork network =
        network(CNN2DFormat.NCHW, new FrozenLayerWithBackprop(convolution(3, 3).build()));
    INDArray input = data(4, CNN2DFormat.NCHW).getFeatures();
    INDArray expected = network.output(input);

    // Deeplearning4j gives a wrapped layer its wrapper's name.
    assertThat(OneDnn.install(network).layers()).containsExactly("layer0");
    assertThat(network.output(input).equalsWithEps(expected, TOLERANCE)).isTrue();
  }

  /** Deeplearning4j's oneDNN path keeps a minibatch's noise, whose workspace is gone by then. */
  @Test
  void convolutionsWithWeightNoiseAreLeftOut() {
    MultiLayerNetwork network =
        network(
            CNN2DFormat.NCHW,
            convolution(3, 3).weightNoise(new WeightNoise(new NormalDistribution(0, 0.1))).build(),
            convolution(3, 3).name("plain").build());

    OneDnn.Installation installation = OneDnn.install(network);

    assertThat(installation.layers())
        .isEqualTo(OneDnn.isAvailable() ? List.of("plain") : List.of());
    List<DataSet> batches = List.of(data(6, CNN2DFormat.NCHW), data(6, CNN2DFormat.NCHW));
    network.fit(new ExistingDataSetIterator(batches));
    assertThat(network.score()).isFinite();
  }

  @Test
  void doublePrecisionKeepsTheBuiltInLayers() {
    assertThat(OneDnn.convolutionHelper(DataType.DOUBLE, new int[] {1, 1})).isEmpty();
  }

  @Test
  void fallsBackWhereItIsNotAvailable() {
    Nd4j.getEnvironment().allowHelpers(false);
    MultiLayerNetwork network = network(CNN2DFormat.NCHW, convolution(3, 3).build());

    OneDnn.Installation installation = OneDnn.install(network);

    assertThat(installation).isEqualTo(new OneDnn.Installation(false, List.of()));
    network.fit(data(6, CNN2DFormat.NCHW));
    assertThat(network.score()).isFinite();
  }

  @Test
  void installingTwiceChangesNothing() {
    MultiLayerNetwork network = network(CNN2DFormat.NCHW, convolution(3, 3).build());

    OneDnn.Installation first = OneDnn.install(network);
    var helper = network.getLayer(0).getHelper();

    assertThat(OneDnn.install(network)).isEqualTo(first);
    assertThat(network.getLayer(0).getHelper()).isSameAs(helper);
  }

  @Test
  void networkMustBeInitialised() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(convolution(3, 3).nIn(1).build())
                .build());

    assertThatThrownBy(() -> OneDnn.install(network)).hasMessageContaining("init()");
  }
}
