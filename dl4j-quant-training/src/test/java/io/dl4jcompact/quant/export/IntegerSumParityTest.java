package io.dl4jcompact.quant.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.Exported;
import io.dl4jcompact.quant.AffineQuantizerLayer;
import io.dl4jcompact.quant.QuantizationScheme;
import io.dl4jcompact.quant.QuantizedConvolutionLayer;
import io.dl4jcompact.quant.QuantizedDenseLayer;
import io.dl4jcompact.runtime.CompactModel;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
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

/** Residual blocks whose sums are of integers, against their exported models. */
class IntegerSumParityTest {

  private static final InputType INPUT = InputType.convolutional(6, 5, 3);
  private static final int SAMPLES = 16;
  private static final int CLASSES = 5;
  private static final int CHANNELS = 4;

  static LongStream seeds() {
    return LongStream.range(0, 10);
  }

  private static QuantizedConvolutionLayer convolution(int bits) {
    return new QuantizedConvolutionLayer.Builder(3, 3)
        .nOut(CHANNELS)
        .bits(bits)
        .convolutionMode(ConvolutionMode.Same)
        .build();
  }

  private static AffineQuantizerLayer integers(int bits) {
    return new AffineQuantizerLayer.Builder()
        .scheme(QuantizationScheme.INPUT.withBits(bits))
        .build();
  }

  /** conv, norm, ReLU, integers; conv, norm, integers; their sum, ReLU, integers; dense. */
  private static ComputationGraph trained(long seed, int bits) {
    ComputationGraphConfiguration.GraphBuilder graph =
        new NeuralNetConfiguration.Builder().seed(seed).updater(new Adam(0.01)).graphBuilder();
    graph
        .addInputs("image")
        .setInputTypes(INPUT)
        .addLayer("first", convolution(bits), "image")
        .addLayer("first-norm", new BatchNormalization(), "first")
        .addLayer("first-relu", new ActivationLayer(Activation.RELU), "first-norm")
        .addLayer("shortcut", integers(bits), "first-relu")
        .addLayer("second", convolution(bits), "shortcut")
        .addLayer("second-norm", new BatchNormalization(), "second")
        .addLayer("branch", integers(bits), "second-norm")
        .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "branch", "shortcut")
        .addLayer("sum-relu", new ActivationLayer(Activation.RELU), "sum")
        .addLayer("integers", integers(bits), "sum-relu")
        .addLayer(
            "dense", new QuantizedDenseLayer.Builder().bits(bits).nOut(CLASSES).build(), "integers")
        .addLayer(
            "out",
            new LossLayer.Builder(LossFunction.MSE).activation(Activation.IDENTITY).build(),
            "dense")
        .setOutputs("out");
    ComputationGraph network = new ComputationGraph(graph.build());
    network.init();
    for (int i = 0; i < 3; i++) {
      INDArray labels = Nd4j.create(DataType.FLOAT, SAMPLES, CLASSES).addi(i);
      network.fit(new DataSet(images(seed + i), labels));
    }
    return network;
  }

  private static INDArray images(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    INDArray images = Nd4j.create(DataType.FLOAT, SAMPLES, 3, 6, 5);
    for (long i = 0; i < images.length(); i++) {
      images.putScalar(i, random.nextGaussian());
    }
    return images;
  }

  private static float[] run(CompactModel model, INDArray input) {
    float[] output = new float[SAMPLES * CLASSES];
    model.newSession().run(input.dup('c').data().asFloat(), output);
    return output;
  }

  /** Nearly all samples have the network's integers; a tie moves a sample a little. */
  @ParameterizedTest
  @MethodSource("seeds")
  void modelsAddTheIntegersThatTheNetworkAdds(long seed) {
    for (int bits : new int[] {8, 4}) {
      ComputationGraph network = trained(seed, bits);
      INDArray input = images(seed + 50);

      float[] actual = run(CompactExporter.export(network, INPUT), input);

      float[] expected = network.outputSingle(input).dup('c').data().asFloat();
      int same = 0;
      for (int sample = 0; sample < SAMPLES; sample++) {
        boolean equal = true;
        for (int i = sample * CLASSES; i < (sample + 1) * CLASSES; i++) {
          equal &= Math.abs(actual[i] - expected[i]) < 1e-5f;
        }
        same += equal ? 1 : 0;
      }
      assertThat(same).isGreaterThanOrEqualTo(SAMPLES - 1);
    }
  }

  @Test
  void everythingBetweenTheFirstQuantiserAndTheLastLayerIsIntegers() {
    Exported exported =
        CompactExporter.exportWithReport(
            trained(1, 8), ExportOptions.DEFAULT.withInputTypes(INPUT));

    assertThat(exported.report().layer("first").note()).isEqualTo("gives integers");
    assertThat(exported.report().layer("second").note()).isEqualTo("gives integers");
    assertThat(exported.report().layer("sum").note()).isEqualTo("folded into 'integers'");
    assertThat(exported.report().layer("sum-relu").note()).isEqualTo("folded into 'integers'");
    assertThat(
            List.of("first-norm", "second-norm").stream()
                .map(name -> exported.report().layer(name).note()))
        .containsExactly("folded into 'first'", "folded into 'second'");
  }

  /** By the definition, in plain loops, and gradients where values are inside of the range. */
  @Test
  void theLayerGivesTheNumbersOfItsIntegers() {
    ComputationGraph network = trained(2, 4);
    INDArray input = images(9);

    INDArray x = network.feedForward(input, false).get("first-relu");
    float[] actual = network.feedForward(input, false).get("shortcut").dup('c').data().asFloat();

    float[] state = network.getLayer("shortcut").getParam("inputObserver").data().asFloat();
    assertThat(state[0]).isEqualTo(3);
    double step = (state[2] - Math.min(0, state[1])) / 15.0;
    float[] values = x.dup('c').data().asFloat();
    for (int i = 0; i < values.length; i++) {
      double q = Math.max(0, Math.min(15, Math.rint(values[i] / step)));
      assertThat((double) actual[i]).isEqualTo(q * step, within(1e-4));
    }
  }
}
