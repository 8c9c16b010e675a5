package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.Exported;
import io.dl4jcompact.export.Parity;
import io.dl4jcompact.export.RandomNumbers;
import io.dl4jcompact.quantizer.SignQuantizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** The networks that docs/training.md shows learn, and are exported in bits. */
class TrainingDocumentTest {

  private static final Path ROOT = Path.of(System.getProperty("user.dir")).getParent();
  private static final int CLASSES = 4;
  private static final int SAMPLES = 32;

  private static NeuralNetConfiguration.Builder settings() {
    return new NeuralNetConfiguration.Builder().seed(7).updater(new Adam(0.01));
  }

  private static MultiLayerConfiguration separable() {
    return settings()
        .list()
        .layer(new ConvolutionLayer.Builder(3, 3).nOut(16).activation(Activation.TANH).build())
        .layer(
            new BinaryDepthwiseConvolutionLayer.Builder(3, 3)
                .convolutionMode(ConvolutionMode.Same)
                .build())
        .layer(new BatchNormalization())
        .layer(new BinaryConvolutionLayer.Builder(1, 1).nOut(32).build())
        .layer(new BatchNormalization())
        .layer(new BinaryConvolutionLayer.Builder(3, 3).nOut(32).groups(4).build())
        .layer(new BatchNormalization())
        .layer(new OutputLayer.Builder().nOut(4).activation(Activation.SOFTMAX).build())
        .setInputType(InputType.convolutional(10, 10, 2))
        .build();
  }

  private static MultiLayerConfiguration sequences() {
    return settings()
        .list()
        .layer(new Convolution1DLayer.Builder(5).nOut(32).activation(Activation.TANH).build())
        .layer(
            new BinaryConvolution1DLayer.Builder(3)
                .nOut(64)
                .convolutionMode(ConvolutionMode.Causal)
                .dilation(2)
                .build())
        .layer(new Subsampling1DLayer.Builder(Subsampling1DLayer.PoolingType.MAX, 2, 2).build())
        .layer(
            new BinaryConvolution1DLayer.Builder(3)
                .nOut(64)
                .inputQuantizer(new SignQuantizer())
                .weightScale(true)
                .build())
        .layer(new GlobalPoolingLayer(PoolingType.AVG))
        .layer(new OutputLayer.Builder().nOut(4).activation(Activation.SOFTMAX).build())
        .setInputType(InputType.recurrent(8, 100))
        .build();
  }

  private static ComputationGraphConfiguration residual() {
    return settings()
        .convolutionMode(ConvolutionMode.Same)
        .graphBuilder()
        .addInputs("image")
        .addLayer("stem", new ConvolutionLayer.Builder(3, 3).nOut(32).build(), "image")
        .addLayer("x", new BatchNormalization(), "stem")
        .addLayer(
            "conv1",
            new BinaryConvolutionLayer.Builder(3, 3)
                .nOut(32)
                .inputQuantizer(new SignQuantizer())
                .build(),
            "x")
        .addLayer("norm1", new BatchNormalization(), "conv1")
        .addVertex("sum1", new ElementWiseVertex(ElementWiseVertex.Op.Add), "x", "norm1")
        .addLayer("bits", new QuantizerLayer.Builder(new SignQuantizer()).build(), "sum1")
        .addLayer(
            "conv2",
            new BinaryConvolutionLayer.Builder(3, 3)
                .nOut(32)
                .inputQuantizer(new SignQuantizer())
                .build(),
            "bits")
        .addLayer("norm2", new BatchNormalization(), "conv2")
        .addVertex("sum2", new ElementWiseVertex(ElementWiseVertex.Op.Add), "bits", "norm2")
        .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "sum2")
        .addLayer(
            "out", new OutputLayer.Builder().nOut(4).activation(Activation.SOFTMAX).build(), "pool")
        .setOutputs("out")
        .setInputTypes(InputType.convolutional(10, 10, 2))
        .build();
  }

  /** Labels by which of four parts of the first channel has the greatest mean. */
  private static INDArray labels(INDArray x) {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, SAMPLES, CLASSES);
    INDArray flat = x.slice(0, 1).dup('c').reshape(SAMPLES, -1);
    INDArray means = flat.reshape('c', SAMPLES, CLASSES, flat.size(1) / CLASSES).mean(2);
    for (int i = 0; i < SAMPLES; i++) {
      labels.putScalar(i, means.getRow(i).argMax().getInt(0), 1);
    }
    return labels;
  }

  private static void assertLearns(Model model, Runnable step) {
    step.run();
    double before = model.score();
    for (int i = 0; i < 30; i++) {
      step.run();
    }
    assertThat(model.score()).isLessThan(0.7 * before);
  }

  private static INDArray inputs(long... shape) {
    return new RandomNumbers(3).grid(shape);
  }

  private static MultiLayerNetwork trained(MultiLayerConfiguration conf, INDArray x) {
    MultiLayerNetwork network = new MultiLayerNetwork(conf);
    network.init();
    INDArray y = labels(x);
    assertLearns(network, () -> network.fit(x, y));
    return network;
  }

  private static long packed(MultiLayerNetwork network, InputType input, INDArray x) {
    Exported exported = Parity.check(network, ExportOptions.DEFAULT.withInputTypes(input), x);
    return Parity.packed(exported).size();
  }

  @Test
  void theSeparableNetworkLearnsAndIsPacked() {
    INDArray x = inputs(SAMPLES, 2, 10, 10);

    assertThat(packed(trained(separable(), x), InputType.convolutional(10, 10, 2), x)).isEqualTo(3);
  }

  @Test
  void theSequenceNetworkLearnsAndIsPacked() {
    INDArray x = inputs(SAMPLES, 8, 100);

    assertThat(packed(trained(sequences(), x), InputType.recurrent(8, 100), x)).isEqualTo(2);
  }

  @Test
  void theResidualNetworkLearnsAndIsPacked() {
    INDArray x = inputs(SAMPLES, 2, 10, 10);
    INDArray y = labels(x);
    ComputationGraph network = new ComputationGraph(residual());
    network.init();
    assertLearns(network, () -> network.fit(new INDArray[] {x}, new INDArray[] {y}));

    Exported exported =
        Parity.check(
            network, ExportOptions.DEFAULT.withInputTypes(InputType.convolutional(10, 10, 2)), x);

    assertThat(Parity.packed(exported)).containsExactlyInAnyOrder("conv1", "conv2");
  }

  @Test
  void theDocumentShowsTheCodeThatIsTestedHere() throws IOException {
    String document = Files.readString(ROOT.resolve("docs/training.md"));
    String source =
        withoutSpace(
            Files.readString(
                Path.of("src/test/java/io/dl4jcompact/binary/TrainingDocumentTest.java")));
    for (String section : List.of("Separable, grouped and 1-D convolutions", "Residual blocks")) {
      String text = document.substring(document.indexOf("## " + section));
      text = text.substring(0, text.indexOf("\n## "));
      Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(text);
      int blocks = 0;
      while (block.find()) {
        assertThat(source).contains(withoutSpace(block.group(1)));
        blocks++;
      }
      assertThat(blocks).as(section).isPositive();
    }
  }

  private static String withoutSpace(String code) {
    return code.replaceAll("\\s", "");
  }
}
