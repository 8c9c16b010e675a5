package io.dl4jcompact.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dl4jcompact.core.NetworkKind;
import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Gradients: {@link ElasticSliceGradientTest}. */
class ElasticBatchNormalizationTest {

  private static Model network(
      NetworkKind kind, InputType inputType, FeedForwardLayer normalization) {
    normalization.setLayerName("norm");
    OutputLayer output = new OutputLayer.Builder().name("out").nOut(3).build();
    return kind.create(
        ElasticNetworks.settings(new Adam(0.01)), inputType, List.of(normalization, output));
  }

  @ParameterizedTest
  @EnumSource
  void wholeLayersAreBatchNormalizations(NetworkKind kind) {
    List<InputType> types = List.of(InputType.feedForward(6), InputType.convolutional(6, 6, 2));
    for (InputType type : types) {
      boolean vectors = type instanceof InputType.InputTypeFeedForward;
      DataSet data = vectors ? ElasticNetworks.vectors(8, 1) : ElasticNetworks.pictures(8, 1);
      Model elastic = network(kind, type, new ElasticBatchNormalization.Builder().build());
      BatchNormalization stock = new BatchNormalization.Builder().useLogStd(false).build();
      Model ordinary = network(kind, type, stock);
      assertThat(elastic.params()).isEqualTo(ordinary.params());

      for (int i = 0; i < 4; i++) {
        kind.fit(elastic, data);
        kind.fit(ordinary, data);
      }

      assertEqual(ordinary.params(), elastic.params());
      assertEqual(
          kind.output(ordinary, data.getFeatures()), kind.output(elastic, data.getFeatures()));
      assertThat(kind.fromJson(elastic).numParams()).isEqualTo(elastic.numParams());
      assertThat(kind.layer(kind.fromYaml(elastic), "norm").conf().getLayer())
          .isEqualTo(kind.layer(elastic, "norm").conf().getLayer());
      assertThat(kind.output(kind.saveAndLoad(elastic), data.getFeatures()))
          .isEqualTo(kind.output(elastic, data.getFeatures()));
    }
  }

  private static void assertEqual(INDArray expected, INDArray actual) {
    float[] values = actual.dup('c').data().asFloat();
    assertArrayEquals(expected.dup('c').data().asFloat(), values, 2e-4f);
  }

  @ParameterizedTest
  @EnumSource
  void recalibratedValuesAreThoseOfAllData(NetworkKind kind) {
    Model network = ElasticNetworks.images(kind);
    SubnetConfig smallest = SubnetConfig.smallest(network);
    DataSet first = ElasticNetworks.pictures(5, 1);
    DataSet second = ElasticNetworks.pictures(9, 2);
    Subnets.activate(network, smallest);
    INDArray convolved = kind.firstActivation(network, features(first, second));
    INDArray mean = kind.layer(network, "norm1").getParam("mean");
    INDArray variance = kind.layer(network, "norm1").getParam("var");
    float[] before = mean.dup().data().asFloat();

    Subnets.recalibrate(network, new ExistingDataSetIterator(List.of(first, second)));

    for (int c = 0; c < 3; c++) {
      double[] values = new double[14 * 36];
      double sum = 0;
      for (int i = 0; i < values.length; i++) {
        values[i] = convolved.getDouble(i / 36, c, i % 36 / 6, i % 6);
        sum += values[i];
      }
      double squares = 0;
      for (double value : values) {
        squares += Math.pow(value - sum / values.length, 2);
      }
      assertThat(mean.getFloat(c)).isEqualTo((float) (sum / values.length), offset());
      assertThat(variance.getFloat(c)).isEqualTo((float) (squares / values.length), offset());
      assertThat(mean.getFloat(c)).isNotEqualTo(before[c]);
      assertThat(mean.getFloat(c + 3)).as("inactive").isEqualTo(before[c + 3]);
    }
    assertThat(Subnets.active(network)).isEqualTo(smallest);
  }

  private static org.assertj.core.data.Offset<Float> offset() {
    return org.assertj.core.api.Assertions.within(1e-5f);
  }

  private static INDArray features(DataSet... batches) {
    INDArray[] features = new INDArray[batches.length];
    for (int i = 0; i < batches.length; i++) {
      features[i] = batches[i].getFeatures();
    }
    return Nd4j.concat(0, features);
  }

  @Test
  void settingsThatCannotBeAreRefusedByName() {
    assertRefused(builder().decay(1.5), "decay is 1.5, expected 0 to 1");
    assertRefused(builder().eps(0), "eps is 0.0, expected more than 0");
    assertRefused(builder().nIn(3).nOut(4), "nOut is 4, expected nIn, 3");
    ElasticBatchNormalization layer = builder().build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> layer.setNIn(InputType.recurrent(3), true))
        .withMessageContaining("ElasticBatchNormalization \"mine\": input type is");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> layer.setNIn(InputType.convolutional(4, 4, 2, CNN2DFormat.NHWC), true))
        .withMessageContaining("data format is NHWC");
    assertThat(builder().decay(0.5).build()).isNotEqualTo(builder().build());
    assertThat(builder().build()).isEqualTo(builder().build());
  }

  private static ElasticBatchNormalization.Builder builder() {
    return new ElasticBatchNormalization.Builder().name("mine");
  }

  private static void assertRefused(ElasticBatchNormalization.Builder builder, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(builder::build)
        .withMessageContaining("ElasticBatchNormalization \"mine\": " + message);
  }
}
