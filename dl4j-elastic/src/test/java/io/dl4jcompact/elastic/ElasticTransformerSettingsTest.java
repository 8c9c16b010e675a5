package io.dl4jcompact.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dl4jcompact.core.SingleLayer;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Numbers of parameters of transformers, and settings that are refused. */
class ElasticTransformerSettingsTest {

  /** AutoFormer's tiny, small and base supernets, without its relative positions. */
  @ParameterizedTest
  @CsvSource({"256, 4, 14", "448, 7, 14", "640, 10, 16"})
  void parametersOfVisionTransformersAreThoseOfTheFormula(int e, int heads, int depth) {
    NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder().list();
    list.layer(new ElasticPatchEmbedding.Builder(16).nOut(e).classToken(true).build());
    for (int i = 0; i < depth; i++) {
      list.layer(new ElasticTransformerBlock.Builder().heads(heads).headSize(64).build());
    }
    list.layer(new ElasticTokenPooling.Builder().classToken(true).build());
    list.layer(new ElasticOutputLayer.Builder().nOut(1000).build());
    var conf = list.setInputType(InputType.convolutional(224, 224, 3)).build();
    long actual = 0;
    for (int i = 0; i < depth + 3; i++) {
      var layer = conf.getConf(i).getLayer();
      actual += layer.initializer().numParams(layer);
    }

    long width = 64L * heads;
    long attention = e * 3 * width + 3 * width + width * e + e;
    long mlp = 2L * e * 4 * e + 4L * e + e;
    long embedding = 3L * 16 * 16 * e + e + e + 197L * e;
    long expected = embedding + depth * (attention + mlp + 4L * e) + 2L * e + 1000L * e + 1000;
    assertThat(actual).isEqualTo(expected);
  }

  private static ElasticTransformerBlock.Builder block() {
    return new ElasticTransformerBlock.Builder().name("mine").heads(1, 2).headSize(4);
  }

  @Test
  void badSettingsAreRefusedByName() {
    List<Runnable> refused = new ArrayList<>();
    refused.add(() -> new ElasticTransformerBlock.Builder().name("mine").build());
    refused.add(() -> block().heads(2, 1).build());
    refused.add(() -> block().mlpWidths(4, 4).build());
    refused.add(() -> block().headSize(-1).build());
    refused.add(() -> block().epsilon(0).build());
    refused.add(() -> new ElasticPatchEmbedding.Builder(0).name("mine").nOut(4).build());
    refused.add(
        () -> new ElasticPatchEmbedding.Builder(2).name("mine").nOut(4).embeddings(2, 3).build());
    refused.add(
        () ->
            SingleLayer.of(
                new ElasticPatchEmbedding.Builder(3).name("mine").nOut(4).build(),
                InputType.convolutional(8, 8, 2),
                DataType.FLOAT));
    refused.add(
        () ->
            SingleLayer.of(
                new ElasticTransformerBlock.Builder().name("mine").heads(3).build(),
                InputType.recurrent(8, 5),
                DataType.FLOAT));
    for (Runnable attempt : refused) {
      assertThatIllegalArgumentException()
          .isThrownBy(attempt::run)
          .withMessageContaining("\"mine\": ");
    }
  }
}
