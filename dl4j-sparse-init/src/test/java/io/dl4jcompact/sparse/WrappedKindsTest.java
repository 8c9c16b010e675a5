package io.dl4jcompact.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.binary.BinaryConvolutionLayer;
import io.dl4jcompact.binary.BinaryDenseLayer;
import io.dl4jcompact.core.NetworkKind;
import io.dl4jcompact.quant.QuantizedConvolutionLayer;
import io.dl4jcompact.quant.QuantizedDenseLayer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Layers of all kinds as sparse ones. */
class WrappedKindsTest {

  private static final int ROWS = 4;
  private static final int CLASSES = 2;
  private static final int STEPS = 6;

  private static final InputType VECTORS = InputType.feedForward(6);
  private static final InputType IMAGES = InputType.convolutional(4, 4, 3);
  private static final InputType SEQUENCES = InputType.recurrent(5, STEPS);

  @SuppressWarnings("deprecation")
  static Stream<Arguments> kinds() {
    ConvolutionMode mode = ConvolutionMode.Truncate;
    List<Arguments> layers =
        List.of(
            Arguments.of(VECTORS, new DenseLayer.Builder().nOut(5).build()),
            Arguments.of(VECTORS, new BinaryDenseLayer.Builder().nOut(5).weightScale(true).build()),
            Arguments.of(
                IMAGES,
                new BinaryConvolutionLayer.Builder(2, 2)
                    .convolutionMode(mode)
                    .nOut(4)
                    .weightScale(true)
                    .build()),
            Arguments.of(VECTORS, new QuantizedDenseLayer.Builder().nOut(5).build()),
            Arguments.of(
                IMAGES, new ConvolutionLayer.Builder(2, 2).convolutionMode(mode).nOut(4).build()),
            Arguments.of(
                IMAGES,
                new QuantizedConvolutionLayer.Builder(2, 2).convolutionMode(mode).nOut(4).build()),
            Arguments.of(
                IMAGES, new Deconvolution2D.Builder(2, 2).convolutionMode(mode).nOut(4).build()),
            Arguments.of(
                IMAGES,
                new DepthwiseConvolution2D.Builder(2, 2)
                    .convolutionMode(mode)
                    .depthMultiplier(2)
                    .build()),
            Arguments.of(
                IMAGES,
                new SeparableConvolution2D.Builder(2, 2).convolutionMode(mode).nOut(4).build()),
            Arguments.of(
                SEQUENCES,
                new Convolution1DLayer.Builder(3)
                    .convolutionMode(ConvolutionMode.Same)
                    .nOut(4)
                    .build()),
            Arguments.of(SEQUENCES, new LSTM.Builder().nOut(4).build()),
            Arguments.of(SEQUENCES, new GravesLSTM.Builder().nOut(4).build()),
            Arguments.of(SEQUENCES, new SimpleRnn.Builder().nOut(4).build()));
    return layers.stream()
        .flatMap(
            each ->
                Arrays.stream(NetworkKind.values())
                    .map(kind -> Arguments.of(kind, each.get()[0], each.get()[1])));
  }

  private static Model network(
      NetworkKind kind, InputType type, Layer layer, double density, boolean sparse) {
    Layer first = layer.clone();
    first.setLayerName("first");
    Layer output =
        type == SEQUENCES
            ? new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .name("output")
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build()
            : new OutputLayer.Builder(LossFunction.MCXENT)
                .name("output")
                .nOut(CLASSES)
                .activation(Activation.SOFTMAX)
                .build();
    List<Layer> layers = new ArrayList<>(List.of(first, output));
    if (sparse) {
      layers.replaceAll(each -> new SparseLayer(each, density, 5));
    }
    return kind.create(
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .activation(Activation.TANH)
            .updater(new Adam(0.05)),
        type,
        layers);
  }

  private static DataSet data(InputType type) {
    Nd4j.getRandom().setSeed(8);
    long[] shape = type.getShape(true);
    shape[0] = ROWS;
    INDArray labels =
        type == SEQUENCES
            ? Nd4j.zeros(DataType.FLOAT, ROWS, CLASSES, STEPS)
            : Nd4j.zeros(DataType.FLOAT, ROWS, CLASSES);
    for (int row = 0; row < ROWS; row++) {
      labels.slice(row).slice(row % CLASSES).assign(1);
    }
    return new DataSet(Nd4j.randn(DataType.FLOAT, shape), labels);
  }

  private static void train(NetworkKind kind, Model model, DataSet data) {
    for (int i = 0; i < 3; i++) {
      kind.fit(model, data);
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void ofDensityOneTheyTrainAsTheLayerInThem(NetworkKind kind, InputType type, Layer layer) {
    DataSet data = data(type);
    Model plain = network(kind, type, layer, 1, false);
    Model sparse = network(kind, type, layer, 1, true);
    assertThat(sparse.params()).isEqualTo(plain.params());

    train(kind, plain, data);
    train(kind, sparse, data);

    assertThat(sparse.params()).isEqualTo(plain.params());
    assertThat(kind.output(sparse, data.getFeatures()))
        .isEqualTo(kind.output(plain, data.getFeatures()));
    assertThat(sparse.score()).isEqualTo(plain.score());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void sparseOnesLearnAndStaySparse(NetworkKind kind, InputType type, Layer layer) {
    DataSet data = data(type);
    Model sparse = network(kind, type, layer, 0.4, true);
    kind.fit(sparse, data);
    double before = sparse.score();

    for (int i = 0; i < 15; i++) {
      kind.fit(sparse, data);
    }

    assertThat(sparse.score()).isLessThan(before);
    Masks.requireHeld(sparse);
    assertThat(Masks.nonZeros(sparse)).isEqualTo(Masks.connections(sparse));
    Model loaded = kind.saveAndLoad(sparse);
    assertThat(loaded.params()).isEqualTo(sparse.params());
    train(kind, sparse, data);
    train(kind, loaded, data);
    assertThat(loaded.params()).isEqualTo(sparse.params());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void theyEvaluate(NetworkKind kind, InputType type, Layer layer) {
    Model sparse = network(kind, type, layer, 0.4, true);
    SingletonDataSetIterator data = new SingletonDataSetIterator(data(type));

    int counted =
        kind == NetworkKind.LIST
            ? ((MultiLayerNetwork) sparse).evaluate(data).getNumRowCounter()
            : ((ComputationGraph) sparse).evaluate(data).getNumRowCounter();

    assertThat(counted).isEqualTo(type == SEQUENCES ? ROWS * STEPS : ROWS);
  }

  @SuppressWarnings("deprecation")
  static Stream<Layer> recurrent() {
    return Stream.of(
        new LSTM.Builder().nOut(4).build(),
        new GravesLSTM.Builder().nOut(4).build(),
        new SimpleRnn.Builder().nOut(4).build());
  }

  @ParameterizedTest
  @MethodSource("recurrent")
  void truncatedBackPropagationAndSingleStepsKeepTheState(Layer layer) {
    MultiLayerNetwork plain = truncated(layer);
    MultiLayerNetwork sparse = truncated(new SparseLayer(layer.clone(), 1, 2));
    DataSet data = data(SEQUENCES);

    for (int i = 0; i < 3; i++) {
      plain.fit(data);
      sparse.fit(data);
    }

    assertThat(sparse.params()).isEqualTo(plain.params());
    INDArray step = Nd4j.randn(DataType.FLOAT, ROWS, 5);
    assertThat(sparse.rnnTimeStep(step)).isEqualTo(plain.rnnTimeStep(step));
    assertThat(sparse.rnnTimeStep(step)).isEqualTo(plain.rnnTimeStep(step));
    assertThat(sparse.rnnGetPreviousState(0)).isEqualTo(plain.rnnGetPreviousState(0));
  }

  private static MultiLayerNetwork truncated(Layer layer) {
    MultiLayerConfiguration conf =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(new Adam(0.05))
            .list()
            .layer(layer)
            .layer(
                new RnnOutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(CLASSES)
                    .activation(Activation.SOFTMAX)
                    .build())
            .backpropType(BackpropType.TruncatedBPTT)
            .tBPTTLength(2)
            .setInputType(SEQUENCES)
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(conf);
    network.init();
    return network;
  }

  @Test
  void embeddingsStaySparse() {
    SparseLayer embedding =
        new SparseLayer(new EmbeddingLayer.Builder().nIn(7).nOut(5).build(), 0.4, 3);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.05))
                .list()
                .layer(embedding)
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(5)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    INDArray words = Nd4j.createFromArray(new float[][] {{0}, {3}, {5}, {6}});

    network.fit(new DataSet(words, data(VECTORS).getLabels()));

    Masks.requireHeld(network);
    assertThat(Masks.nonZeros(network)).isEqualTo(14);
  }
}
