package io.dl4jcompact.sparse.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.dl4jcompact.binary.BinaryConvolutionLayer;
import io.dl4jcompact.binary.BinaryDenseLayer;
import io.dl4jcompact.binary.BinaryDepthwiseConvolutionLayer;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.export.ExportException;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.Parity;
import io.dl4jcompact.quant.QuantizedConvolutionLayer;
import io.dl4jcompact.quantizer.Identity;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.runtime.CompactModel;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.sparse.SparseLayer;
import io.dl4jcompact.sparse.Sparsify;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Exported sparse networks give what the networks do. */
class SparseNetworkParityTest {

  private static final InputType IMAGE = InputType.convolutional(8, 8, 2);
  private static final int CLASSES = 3;

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static NeuralNetConfiguration.Builder settings() {
    return new NeuralNetConfiguration.Builder().seed(6).updater(new Adam(0.01));
  }

  private static INDArray random(long... shape) {
    Nd4j.getRandom().setSeed(3);
    return Nd4j.randn(DataType.FLOAT, shape);
  }

  private static DataSet data(long... shape) {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, shape[0], CLASSES);
    for (int row = 0; row < shape[0]; row++) {
      labels.putScalar(row, row % CLASSES, 1);
    }
    return new DataSet(random(shape), labels);
  }

  private static MultiLayerNetwork trained(Layer convolution, double density) {
    MultiLayerConfiguration dense =
        settings()
            .list()
            .layer(convolution)
            .layer(new BatchNormalization())
            .layer(new DenseLayer.Builder().nOut(12).activation(Activation.RELU).build())
            .layer(output())
            .setInputType(IMAGE)
            .build();
    MultiLayerNetwork network =
        new MultiLayerNetwork(new Sparsify(density, 8).apply(dense).result());
    network.init();
    for (int i = 0; i < 5; i++) {
      network.fit(data(6, 2, 8, 8));
    }
    return network;
  }

  @Test
  void floatNetworksAgree() {
    MultiLayerNetwork network = trained(new ConvolutionLayer.Builder(3, 3).nOut(6).build(), 0.2);

    Parity.check(network, ExportOptions.DEFAULT.withInputTypes(IMAGE), random(4, 2, 8, 8));
  }

  @Test
  void weightsThatOthersConnectedAreLeftOut() {
    MultiLayerNetwork network = trained(new ConvolutionLayer.Builder(3, 3).nOut(6).build(), 0.2);
    INDArray x = random(4, 2, 8, 8);
    float[] expected = model(network).predict(x.dup('c').data().asFloat());
    MultiLayerNetwork ones = new MultiLayerNetwork(network.getLayerWiseConfigurations().clone());
    ones.init(network.params(), true);
    for (org.deeplearning4j.nn.api.Layer layer : ones.getLayers()) {
      if (layer.conf().getLayer() instanceof SparseLayer sparse) {
        INDArray weights = layer.getParam("W");
        weights.addi(sparse.connected("W", weights).rsub(1));
      }
    }

    network.setParams(ones.params());

    assertThat(network.params()).isEqualTo(ones.params());
    assertThat(model(network).predict(x.dup('c').data().asFloat())).isEqualTo(expected);
  }

  private static CompactModel model(MultiLayerNetwork network) {
    return CompactExporter.export(network, ExportOptions.DEFAULT.withInputTypes(IMAGE));
  }

  @Test
  void integerNetworksAgree() {
    MultiLayerNetwork network =
        trained(new QuantizedConvolutionLayer.Builder(3, 3).nOut(6).build(), 0.4);

    Parity.check(network, ExportOptions.DEFAULT.withInputTypes(IMAGE), random(4, 2, 8, 8));
  }

  @Test
  void graphsAgreeAndTellTheirInput() {
    ComputationGraphConfiguration dense =
        settings()
            .graphBuilder()
            .addInputs("in")
            .addLayer("first", new DenseLayer.Builder().nIn(5).nOut(9).build(), "in")
            .addLayer("second", new DenseLayer.Builder().nIn(9).nOut(9).build(), "first")
            .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "first", "second")
            .addLayer(
                "output",
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nIn(9)
                    .nOut(CLASSES)
                    .activation(Activation.SOFTMAX)
                    .build(),
                "sum")
            .setOutputs("output")
            .build();
    ComputationGraph network = new ComputationGraph(new Sparsify(0.3, 1).apply(dense).result());
    network.init();
    network.fit(data(6, 5));

    Parity.check(network, ExportOptions.DEFAULT, random(7, 5));
  }

  static Stream<Layer> oneBitLayers() {
    return Stream.of(
        new BinaryConvolutionLayer.Builder(3, 3).nOut(6).build(),
        new BinaryConvolutionLayer.Builder(3, 3)
            .nOut(6)
            .groups(2)
            .convolutionMode(ConvolutionMode.Same)
            .inputQuantizer(new SignQuantizer())
            .weightScale(true)
            .build(),
        new BinaryConvolutionLayer.Builder(3, 3)
            .nOut(6)
            .inputQuantizer(new Identity())
            .weightScale(true)
            .build(),
        new BinaryDepthwiseConvolutionLayer.Builder(3, 3).depthMultiplier(2).build());
  }

  /** Bits have no 0: the model has the mask, and weights that are 0 but connected are +1. */
  @ParameterizedTest
  @MethodSource("oneBitLayers")
  void oneBitNetworksAgree(Layer convolution) {
    MultiLayerNetwork network = trained(convolution, 0.3);
    SparseLayer sparse = (SparseLayer) network.getLayerWiseConfigurations().getConf(0).getLayer();
    INDArray weights = network.getLayer(0).getParam("W");
    INDArray connected = sparse.connected("W", weights);
    for (long i = 0; i < weights.length(); i += 3) {
      weights.putScalar(i, 0);
    }
    CompactModel model = CompactExporter.export(network, IMAGE);

    Weights.Sparse exported =
        model.graph().nodes().stream()
            .filter(node -> node.op() instanceof Convolution op && op.weights().areSigns())
            .map(node -> (Weights.Sparse) ((Convolution) node.op()).weights())
            .findFirst()
            .orElseThrow();
    assertThat(exported.connected()).isEqualTo(connected.sumNumber().intValue());
    Parity.check(network, ExportOptions.DEFAULT.withInputTypes(IMAGE), random(4, 2, 8, 8));
  }

  @Test
  void oneBitDenseLayersAgree() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings()
                .list()
                .layer(
                    new SparseLayer(
                        new BinaryDenseLayer.Builder().name("bits").nIn(70).nOut(9).build(),
                        0.2,
                        1))
                .layer(
                    new OutputLayer.Builder().nIn(9).nOut(3).activation(Activation.SOFTMAX).build())
                .build());
    network.init();

    Parity.check(network, ExportOptions.DEFAULT, random(7, 70));
  }

  @Test
  void whatTheLayerInItCannotIsRefusedByName() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            settings()
                .list()
                .layer(
                    new SparseLayer(
                        new LSTM.Builder().name("memory").nIn(6).nOut(4).build(), 0.5, 1))
                .layer(
                    new RnnOutputLayer.Builder()
                        .nIn(4)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();

    assertThatExceptionOfType(ExportException.class)
        .isThrownBy(() -> CompactExporter.export(network, InputType.recurrent(6, 5)))
        .withMessageContaining("layer 'memory'")
        .withMessageContaining("LSTM cannot be exported");
  }
}
