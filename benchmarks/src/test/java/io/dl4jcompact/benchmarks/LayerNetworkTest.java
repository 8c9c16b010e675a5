package io.dl4jcompact.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class LayerNetworkTest {

  @ParameterizedTest
  @EnumSource(LayerNetwork.class)
  void givesProbabilities(LayerNetwork kind) {
    MultiLayerNetwork network = kind.network();
    INDArray output = network.output(kind.samples(2));
    assertThat(output.shape()).containsExactly(2, 10);
    assertThat(output.sumNumber().doubleValue()).isCloseTo(2, within(1e-5));
  }
}
