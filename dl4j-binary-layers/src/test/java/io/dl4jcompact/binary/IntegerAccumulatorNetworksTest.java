package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.binary.flip.AccumulatorType;
import io.dl4jcompact.binary.flip.SignFlip;
import java.util.List;
import org.deeplearning4j.nn.conf.CacheMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryType;
import org.deeplearning4j.nn.conf.memory.MemoryUseMode;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Sgd;

/** What integers take in Deeplearning4j's updater state, and that files say which they are. */
class IntegerAccumulatorNetworksTest {

  private static final int WIDE = 96;

  /** Two Boolean layers with biases; Sgd has no state. */
  private static MultiLayerConfiguration conf(AccumulatorType type) {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .updater(new SignFlip(12).withAccumulators(type).withOthers(new Sgd(0.1)))
        .list()
        .layer(new BooleanDenseLayer.Builder().nIn(WIDE).nOut(WIDE).build())
        .layer(new BooleanDenseLayer.Builder().nIn(WIDE).nOut(WIDE).build())
        .layer(new OutputLayer.Builder().nIn(WIDE).nOut(2).activation(Activation.SOFTMAX).build())
        .build();
  }

  /** Floats of the state for 96 x 96 weights and for 96 biases. */
  @ParameterizedTest
  @CsvSource({"FLOAT, 9217, 97", "INT16, 6147, 67", "INT8, 3075, 35"})
  void memoryReportAndStateHaveTheirSize(AccumulatorType type, long ofWeights, long ofBiases) {
    MultiLayerConfiguration conf = conf(type);
    MultiLayerNetwork network = new MultiLayerNetwork(conf);
    network.init();
    long expected = 2 * (ofWeights + ofBiases);
    assertThat(network.getUpdater().getStateViewArray().length()).isEqualTo(expected);
    MemoryReport report = conf.getMemoryReport(InputType.feedForward(WIDE));
    assertThat(
            report.getMemoryBytes(
                MemoryType.UPDATER_STATE,
                1,
                MemoryUseMode.TRAINING,
                CacheMode.NONE,
                DataType.FLOAT))
        .isEqualTo(expected * Float.BYTES);
  }

  @ParameterizedTest
  @EnumSource
  void filesSayWhichTheyAre(AccumulatorType type) {
    MultiLayerConfiguration conf = conf(type);
    assertThat(MultiLayerConfiguration.fromJson(conf.toJson())).isEqualTo(conf);
    assertThat(MultiLayerConfiguration.fromYaml(conf.toYaml())).isEqualTo(conf);
    // Those with floats are what they were before there were others.
    assertThat(conf.toJson().contains("\"accumulators\"")).isEqualTo(type != AccumulatorType.FLOAT);
    assertThat(List.of(conf(AccumulatorType.FLOAT), conf(AccumulatorType.INT8)))
        .filteredOn(conf::equals)
        .hasSize(type == AccumulatorType.INT16 ? 0 : 1);
  }
}
