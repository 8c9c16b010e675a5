package io.dl4jcompact.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class QuantizedConvolutionBlockTest {

  private static final InputType INPUT = InputType.convolutional(8, 8, 1);
  private static final int CLASSES = 4;

  private static QuantizedConvolutionBlock block(String name, int bits) {
    return new QuantizedConvolutionBlock(
        name, new QuantizedConvolutionLayer.Builder(3, 3).nOut(6).bits(bits).build());
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .name("output")
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static NeuralNetConfiguration.Builder settings(long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(new ClippedGradient(new Adam(0.01), 1));
  }

  private static MultiLayerNetwork network(long seed, QuantizedConvolutionBlock... blocks) {
    NeuralNetConfiguration.ListBuilder list = settings(seed).list();
    for (QuantizedConvolutionBlock block : blocks) {
      block.addTo(list);
    }
    MultiLayerNetwork network =
        new MultiLayerNetwork(list.layer(output()).setInputType(INPUT).build());
    network.init();
    return network;
  }

  /** A bright bar in one of four directions, and noise. */
  private static DataSet bars(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][][][] images = new float[count][1][8][8];
    INDArray labels = Nd4j.zeros(DataType.FLOAT, count, CLASSES);
    for (int i = 0; i < count; i++) {
      int direction = random.nextInt(CLASSES);
      int position = random.nextInt(2, 6);
      labels.putScalar(i, direction, 1);
      for (int y = 0; y < 8; y++) {
        for (int x = 0; x < 8; x++) {
          int[] distances = {
            y - position, x - position, x - y + position - 4, x + y - position - 4
          };
          double bar = distances[direction] == 0 ? 1 : 0;
          images[i][0][y][x] = (float) (bar + 1.6 * (random.nextDouble() - 0.5));
        }
      }
    }
    return new DataSet(Nd4j.create(images), labels);
  }

  @Test
  void layersComeInTheOrderOfTheSource() {
    assertThat(block("first", 8).layers())
        .extracting(layer -> (Object) layer.getClass())
        .containsExactly(
            QuantizedConvolutionLayer.class,
            CompensationLayer.class,
            BatchNormalization.class,
            ActivationLayer.class);
    assertThat(block("first", 8).withoutCompensation().layers())
        .extracting(layer -> layer.getLayerName())
        .containsExactly("first", "first-norm", "first-relu");
  }

  @Test
  void listsGraphsAndSeparateLayersAreTheSameNetwork() {
    MultiLayerNetwork list = network(1, block("first", 4), block("second", 4));
    ComputationGraphConfiguration.GraphBuilder builder =
        settings(1).graphBuilder().addInputs("in").setInputTypes(INPUT);
    String first = block("first", 4).addTo(builder, "in");
    String second = block("second", 4).addTo(builder, first);
    ComputationGraph graph =
        new ComputationGraph(
            builder.addLayer("output", output(), second).setOutputs("output").build());
    graph.init();
    MultiLayerNetwork separate = separateLayers();
    DataSet data = bars(2, 16);

    for (int i = 0; i < 3; i++) {
      list.fit(data);
      graph.fit(data);
      separate.fit(data);
    }

    assertThat(graph.params()).isEqualTo(list.params());
    assertThat(separate.params()).isEqualTo(list.params());
  }

  private static MultiLayerNetwork separateLayers() {
    NeuralNetConfiguration.ListBuilder builder = settings(1).list();
    for (int i = 0; i < 2; i++) {
      builder
          .layer(new QuantizedConvolutionLayer.Builder(3, 3).nOut(6).bits(4).build())
          .layer(new CompensationLayer.Builder().build())
          .layer(new BatchNormalization())
          .layer(new ActivationLayer(Activation.RELU));
    }
    MultiLayerNetwork network =
        new MultiLayerNetwork(builder.layer(output()).setInputType(INPUT).build());
    network.init();
    return network;
  }

  private static double accuracy(long seed, boolean compensated) {
    List<QuantizedConvolutionBlock> blocks = List.of(block("first", 4), block("second", 4));
    Stream<QuantizedConvolutionBlock> chosen =
        blocks.stream().map(b -> compensated ? b : b.withoutCompensation());
    MultiLayerNetwork network = network(seed, chosen.toArray(QuantizedConvolutionBlock[]::new));
    DataSet train = bars(seed + 100, 256);
    for (DataSet batch : train.batchBy(32)) {
      for (int repeat = 0; repeat < 4; repeat++) {
        network.fit(batch);
      }
    }
    DataSet test = bars(seed + 200, 400);
    INDArray found = network.output(test.getFeatures()).argMax(1);
    return found.eq(test.getLabels().argMax(1)).castTo(DataType.FLOAT).meanNumber().doubleValue();
  }

  /**
   * What compensation adds is reported; that it would help is no promise behind a normalisation.
   */
  @Test
  void fourBitsLearnWithAndWithoutCompensation(TestReporter reporter) {
    double with = 0;
    double without = 0;
    long[] seeds = {1, 2, 3};
    for (long seed : seeds) {
      double[] both = {accuracy(seed, true), accuracy(seed, false)};
      reporter.publishEntry(
          "seed " + seed, "with compensation %.3f, without %.3f".formatted(both[0], both[1]));
      with += both[0] / seeds.length;
      without += both[1] / seeds.length;
    }

    assertThat(with).isGreaterThan(0.5);
    assertThat(without).isGreaterThan(0.5);
  }
}
