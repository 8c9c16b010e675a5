package io.dl4jcompact.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.core.NetworkKind;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class ElasticOutputLayerTest {

  private static Model network(NetworkKind kind, int inputs, OutputLayer output) {
    output.setLayerName("out");
    ElasticDenseLayer first =
        new ElasticDenseLayer.Builder()
            .name("first")
            .nOut(inputs)
            .widths(inputs)
            .activation(Activation.TANH)
            .build();
    List<Layer> layers = List.of(first, output);
    return kind.create(
        ElasticNetworks.settings(new Adam(0.01)).l2(0.01), InputType.feedForward(6), layers);
  }

  /** With a loss and activation function of their own, by training and by score. */
  @ParameterizedTest
  @EnumSource
  void wholeLayersAreOutputLayers(NetworkKind kind) {
    DataSet data = ElasticNetworks.vectors(8, 1);
    for (LossFunction loss : List.of(LossFunction.MCXENT, LossFunction.MSE, LossFunction.XENT)) {
      Activation function = loss == LossFunction.MCXENT ? Activation.SOFTMAX : Activation.SIGMOID;
      Model elastic =
          network(
              kind, 5, new ElasticOutputLayer.Builder(loss).activation(function).nOut(3).build());
      Model stock =
          network(kind, 5, new OutputLayer.Builder(loss).activation(function).nOut(3).build());

      for (int i = 0; i < 3; i++) {
        kind.fit(elastic, data);
        kind.fit(stock, data);
        assertThat(elastic.score()).isEqualTo(stock.score());
      }

      assertThat(elastic.params()).isEqualTo(stock.params());
      assertThat(kind.output(kind.saveAndLoad(elastic), data.getFeatures()))
          .isEqualTo(kind.output(stock, data.getFeatures()));
    }
  }

  @Test
  void moreInputsThanThereAreWeightsAreRefused() {
    Model network = network(NetworkKind.LIST, 5, new ElasticOutputLayer.Builder().nOut(3).build());
    INDArray wide = ElasticNetworks.data(4, 1, 7).getFeatures();
    INDArray narrow = wide.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 6));

    assertThat(NetworkKind.LIST.output(network, narrow).shape()).containsExactly(4, 3);
    assertThatThrownBy(() -> NetworkKind.LIST.output(network, wide))
        .hasMessageContaining("[4, 7]")
        .hasMessageContaining("at most 6");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new ElasticOutputLayer.Builder().name("mine").build())
        .withMessageContaining("ElasticOutputLayer \"mine\": nOut is 0");
  }
}
