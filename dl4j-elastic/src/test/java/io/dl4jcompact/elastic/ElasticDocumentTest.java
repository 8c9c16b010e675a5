package io.dl4jcompact.elastic;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.elastic.search.Candidate;
import io.dl4jcompact.elastic.search.Evolution;
import io.dl4jcompact.elastic.search.SearchResult;
import io.dl4jcompact.elastic.search.SubnetCost;
import io.dl4jcompact.elastic.search.SubnetSearch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** docs/elastic.md: its network, and the names that it tells. */
class ElasticDocumentTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "elastic.md");

  private static DataSetIterator data(long seed) {
    Nd4j.getRandom().setSeed(seed);
    List<DataSet> batches = new ArrayList<>();
    for (int b = 0; b < 2; b++) {
      INDArray labels = Nd4j.zeros(DataType.FLOAT, 8, 10);
      for (int i = 0; i < 8; i++) {
        labels.putScalar(i, i, 1);
      }
      batches.add(new DataSet(Nd4j.rand(DataType.FLOAT, 8, 1, 28, 28), labels));
    }
    return new ExistingDataSetIterator(batches);
  }

  @Test
  void theNetworkOfTheDocumentIsTrainedSearchedAndCut() throws IOException {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(42)
                .updater(new Adam(1e-3))
                .list()
                .layer(
                    new ElasticConvolutionLayer.Builder()
                        .name("conv1")
                        .kernelSizes(3, 5)
                        .widths(8, 16)
                        .convolutionMode(ConvolutionMode.Same)
                        .build())
                .layer(new ElasticBatchNormalization.Builder().build())
                .layer(new ActivationLayer(Activation.RELU))
                .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
                .layer(
                    new ElasticConvolutionLayer.Builder(3, 3)
                        .name("conv2")
                        .nOut(16)
                        .skippable(true)
                        .convolutionMode(ConvolutionMode.Same)
                        .activation(Activation.RELU)
                        .build())
                .layer(
                    new ElasticDenseLayer.Builder()
                        .name("dense")
                        .widths(32, 64, 128)
                        .activation(Activation.RELU)
                        .build())
                .layer(new ElasticOutputLayer.Builder(LossFunction.MCXENT).nOut(10).build())
                .setInputType(InputType.convolutional(28, 28, 1))
                .build());
    network.init();
    DataSetIterator training = data(1);
    DataSetIterator validation = data(2);
    List<String> lines = new ArrayList<>();

    new ElasticTrainer.Builder(network)
        .strategy(SamplingStrategy.mixed(4, 1, 42))
        .distillation(0.5)
        .listener(progress -> lines.add(progress.bar()))
        .build()
        .train(training, ElasticPhase.joint(3));
    SubnetSearch search =
        new SubnetSearch(
            network,
            SubnetSpace.of(network),
            SubnetCost.parameters(110_000),
            net -> {
              Subnets.recalibrate(net, training);
              return ((MultiLayerNetwork) net).evaluate(validation).accuracy();
            });
    SubnetConfig best = search.evolve(new Evolution(4, 1, 2, 0.2), 42).best().subnet();
    Subnets.activate(network, best);
    Subnets.recalibrate(network, training);
    MultiLayerNetwork small = Subnets.extract(network, best);

    assertThat(lines).hasSize(3);
    assertThat(small.numParams()).isLessThanOrEqualTo(110_000);
    INDArray features = data(2).next().getFeatures();
    assertThat(small.output(features).equalsWithEps(network.output(features), 1e-5)).isTrue();
    SubnetConfig subnet =
        SubnetConfig.largest(network)
            .with("dense", Dimension.WIDTH, 32)
            .with("conv2", Dimension.DEPTH, 0);
    assertThat(subnet).hasToString("conv1:width=16,kernel=5;conv2:depth=0;dense:width=32");
    assertThat(Files.readString(DOCUMENT)).contains(subnet.toString());
  }

  @Test
  void theTransformerOfTheDocumentIsTrainedAndCut() throws IOException {
    MultiLayerNetwork transformer =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(42)
                .updater(new Adam(1e-3))
                .list()
                .layer(
                    new ElasticPatchEmbedding.Builder(4).name("patches").embeddings(32, 64).build())
                .layer(
                    new ElasticTransformerBlock.Builder()
                        .name("block1")
                        .heads(2, 4)
                        .mlpWidths(64, 128)
                        .build())
                .layer(
                    new ElasticTransformerBlock.Builder()
                        .name("block2")
                        .heads(2, 4)
                        .mlpWidths(64, 128)
                        .skippable(true)
                        .build())
                .layer(new ElasticTokenPooling.Builder().build())
                .layer(new ElasticOutputLayer.Builder(LossFunction.MCXENT).nOut(10).build())
                .setInputType(InputType.convolutional(28, 28, 1))
                .build());
    transformer.init();

    new ElasticTrainer.Builder(transformer)
        .strategy(SamplingStrategy.mixed(4, 1, 42))
        .distillation(0.5)
        .build()
        .train(data(1), ElasticPhase.joint(2));
    SubnetConfig smallest = SubnetConfig.smallest(transformer);
    Subnets.activate(transformer, smallest);
    MultiLayerNetwork small = Subnets.extract(transformer, smallest);

    INDArray features = data(2).next().getFeatures();
    assertThat(small.output(features).equalsWithEps(transformer.output(features), 1e-5)).isTrue();
    assertThat(smallest)
        .hasToString("patches:embedding=32;block1:heads=2,mlp=64;block2:depth=0,heads=2,mlp=64");
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        Candidate.class,
        Dimension.class,
        ElasticBatchNormalization.class,
        ElasticConvolutionLayer.class,
        ElasticDenseLayer.class,
        ElasticFlattening.class,
        ElasticOutputLayer.class,
        ElasticPatchEmbedding.class,
        ElasticPhase.class,
        ElasticTokenPooling.class,
        ElasticTrainer.class,
        ElasticTransformerBlock.class,
        Evolution.class,
        GradientCombination.class,
        SamplingStrategy.class,
        SearchResult.class,
        SubnetConfig.class,
        SubnetCost.class,
        SubnetSearch.class,
        SubnetSpace.class,
        Subnets.class
      })
  void everyClassThatUsersNameIsInTheDocument(Class<?> type) throws IOException {
    assertThat(Files.readString(DOCUMENT)).contains(type.getSimpleName());
  }
}
