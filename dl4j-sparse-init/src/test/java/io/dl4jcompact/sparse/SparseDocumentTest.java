package io.dl4jcompact.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.sparse.search.MaskSearch;
import io.dl4jcompact.sparse.search.MaskSearchResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** docs/sparse.md: its network, and the names that it tells. */
class SparseDocumentTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "sparse.md");

  @Test
  void theNetworkOfTheDocumentRuns() {
    MultiLayerConfiguration dense =
        new NeuralNetConfiguration.Builder()
            .seed(42)
            .updater(new Adam(1e-3))
            .list()
            .layer(new ConvolutionLayer.Builder(3, 3).nOut(32).activation(Activation.RELU).build())
            .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
            .layer(new DenseLayer.Builder().nOut(512).activation(Activation.RELU).build())
            .layer(
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(10)
                    .activation(Activation.SOFTMAX)
                    .build())
            .setInputType(InputType.convolutional(28, 28, 1))
            .build();
    Sparsified<MultiLayerConfiguration> sparse = new Sparsify(0.1, 42).denseLast(true).apply(dense);
    MultiLayerNetwork network = new MultiLayerNetwork(sparse.result());
    network.init();

    assertThat(network.output(Nd4j.zeros(DataType.FLOAT, 2, 1, 28, 28)).shape())
        .containsExactly(2, 10);
    assertThat(sparse.connections()).isEqualTo(Math.round(0.1 * sparse.weights()));
    assertThat(sparse.report()).contains("10.00 %");
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        DensityRule.class,
        DynamicSparseTraining.class,
        GrowthRule.class,
        LayerDensities.class,
        Mask.class,
        MaskRule.class,
        MaskSearch.class,
        MaskSearchResult.class,
        SparseLayer.class,
        SparseWeightInit.class,
        Sparsified.class,
        Sparsify.class
      })
  void everyClassThatUsersNameIsInTheDocument(Class<?> type) throws IOException {
    assertThat(Files.readString(DOCUMENT)).contains(type.getSimpleName());
  }
}
