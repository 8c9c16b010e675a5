package io.dl4jcompact.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dl4jcompact.core.NetworkKind;
import io.dl4jcompact.elastic.layers.ElasticOperator;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.runtime.CompactModel;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

class ExtractionTest {

  static Model extract(Model network, SubnetConfig config) {
    return network instanceof MultiLayerNetwork list
        ? Subnets.extract(list, config)
        : Subnets.extract((ComputationGraph) network, config);
  }

  /** Some random subnets, the largest and the smallest. */
  private static List<SubnetConfig> subnets(Model network) {
    return SamplingStrategy.mixed(8, 1, 3).sample(SubnetSpace.of(network), 0);
  }

  private static void assertCutsEqualTheSupernet(NetworkKind kind, Model network, INDArray input) {
    for (SubnetConfig config : subnets(network)) {
      Subnets.activate(network, config);
      INDArray expected = kind.output(network, input);

      Model cut = extract(network, config);

      assertEqual(expected, kind.output(cut, input), config);
      assertEqual(expected, kind.output(kind.saveAndLoad(cut), input), config);
      assertThat(ElasticNetwork.layers(cut)).noneMatch(ElasticOperator.class::isInstance);
      assertThat(cut.numParams() < network.numParams())
          .isEqualTo(!config.equals(SubnetConfig.largest(network)) || hasTransforms(network));
    }
  }

  private static boolean hasTransforms(Model network) {
    return network.paramTable().keySet().stream().anyMatch(key -> key.endsWith("_T3"));
  }

  private static void assertEqual(INDArray expected, INDArray actual, SubnetConfig config) {
    float[] values = actual.dup('c').data().asFloat();
    assertArrayEquals(expected.dup('c').data().asFloat(), values, 1e-5f, config.toString());
  }

  @ParameterizedTest
  @EnumSource
  void cutsOfDenseLayersComputeTheSame(NetworkKind kind) {
    Model network = ElasticNetworks.dense(kind);
    DataSet data = ElasticNetworks.vectors(8, 1);
    kind.fit(network, data);

    assertCutsEqualTheSupernet(kind, network, data.getFeatures());
  }

  @ParameterizedTest
  @EnumSource
  void cutsOfConvolutionsComputeTheSame(NetworkKind kind) {
    Model network = ElasticNetworks.images(kind);
    DataSet data = ElasticNetworks.pictures(8, 1);
    for (SubnetConfig config : subnets(network)) {
      Subnets.activate(network, config);
      kind.fit(network, data);
    }

    assertCutsEqualTheSupernet(kind, network, data.getFeatures());
  }

  @ParameterizedTest
  @EnumSource
  void exportedCutsComputeTheSame(NetworkKind kind) {
    Model network = ElasticNetworks.images(kind);
    DataSet data = ElasticNetworks.pictures(8, 1);
    kind.fit(network, data);
    for (SubnetConfig config : subnets(network)) {
      Subnets.activate(network, config);
      INDArray expected = kind.output(network, data.getFeatures());
      Model cut = extract(network, config);
      InputType type = InputType.convolutional(6, 6, 2);

      CompactModel model =
          cut instanceof MultiLayerNetwork list
              ? CompactExporter.export(list, type)
              : CompactExporter.export((ComputationGraph) cut, type);

      float[] output = model.predict(data.getFeatures().dup('c').data().asFloat());
      assertArrayEquals(expected.dup('c').data().asFloat(), output, 1e-4f, config.toString());
    }
  }

  @ParameterizedTest
  @EnumSource
  void cutsOfFrozenLayersStayFrozen(NetworkKind kind) {
    FineTuneConfiguration fineTune =
        new FineTuneConfiguration.Builder().seed(1).updater(new Sgd(0.1)).build();
    Model network = kind.fineTune(ElasticNetworks.dense(kind), fineTune, "first", "second", 9);
    SubnetConfig config = SubnetConfig.smallest(network);

    assertCutsEqualTheSupernet(kind, network, ElasticNetworks.vectors(8, 1).getFeatures());
    assertThat(kind.layer(extract(network, config), "first")).isInstanceOf(FrozenLayer.class);
    assertThat(SubnetConfig.largest(network).size("second", Dimension.WIDTH)).isEqualTo(9);
  }

  @ParameterizedTest
  @EnumSource
  void cutsKeepSettingsAndTrain(NetworkKind kind) {
    Model network = ElasticNetworks.dense(kind);
    kind.fit(network, ElasticNetworks.vectors(8, 1));
    Model cut = extract(network, SubnetConfig.smallest(network));

    assertThat(TrainedNetwork.of(network).iteration()).isEqualTo(1);
    assertThat(TrainedNetwork.of(cut).iteration()).isZero();
    DenseLayer dense = (DenseLayer) kind.layer(cut, "second").conf().getLayer();
    ElasticDenseLayer elastic = (ElasticDenseLayer) kind.layer(network, "second").conf().getLayer();

    assertThat(dense.getIUpdater()).isEqualTo(elastic.getIUpdater());
    assertThat(dense.getRegularization()).isEqualTo(elastic.getRegularization());
    assertThat(dense.getActivationFn()).isEqualTo(elastic.getActivationFn());
    assertThat(dense.getNIn()).isEqualTo(3);
    assertThat(dense.getNOut()).isEqualTo(4);
    kind.fit(cut, ElasticNetworks.vectors(8, 1));
    double before = cut.score();
    for (int i = 0; i < 30; i++) {
      kind.fit(cut, ElasticNetworks.vectors(8, 1));
    }
    assertThat(cut.score()).isLessThan(before);
  }

  private static ElasticDenseLayer.Builder dense(int... widths) {
    return new ElasticDenseLayer.Builder().widths(widths);
  }

  @Test
  void sumsAndMergesOfGraphsAreFollowed() {
    ComputationGraphConfiguration.GraphBuilder builder =
        ElasticNetworks.settings(new Sgd(0.1))
            .graphBuilder()
            .addInputs("in")
            .addLayer("a", dense(2, 5).build(), "in")
            .addLayer("b", dense(2, 5).build(), "in")
            .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "b")
            .addLayer("c", dense(3, 4).build(), "in")
            .addVertex("all", new MergeVertex(), "sum", "c")
            .addLayer("out", new ElasticOutputLayer.Builder().nOut(3).build(), "all")
            .setOutputs("out")
            .setInputTypes(InputType.feedForward(6));
    ComputationGraph network = new ComputationGraph(builder.build());
    network.init();
    INDArray input = ElasticNetworks.vectors(8, 1).getFeatures();
    SubnetSpace space = SubnetSpace.of(network).tied(Dimension.WIDTH, "a", "b");
    List<SubnetConfig> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      int index = i;
      all.add(space.subnet(axis -> axis.layers().contains("c") ? index % 2 : index / 2));
    }

    for (SubnetConfig config : all) {
      Subnets.activate(network, config);
      assertEqual(
          network.outputSingle(input),
          Subnets.extract(network, config).outputSingle(input),
          config);
    }
    assertThat(all).doesNotHaveDuplicates();
    SubnetConfig unequal = SubnetConfig.largest(network).with("a", Dimension.WIDTH, 2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Subnets.extract(network, unequal))
        .withMessageContaining("vertex \"sum\" is given widths [2, 5]");
  }

  @Test
  void ordinaryLayersBehindAWidthThatVariesAreRefusedByName() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            ElasticNetworks.settings(new Sgd(0.1))
                .list()
                .layer(dense(2, 5).name("elastic").build())
                .layer(new OutputLayer.Builder().name("stock").nOut(3).build())
                .setInputType(InputType.feedForward(6))
                .build());
    network.init();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Subnets.extract(network, SubnetConfig.smallest(network)))
        .withMessageContaining("OutputLayer \"stock\": number of inputs is 2, expected 5");
    Layer whole = Subnets.extract(network, SubnetConfig.largest(network)).getLayer(0);
    assertThat(whole.conf().getLayer()).isInstanceOf(DenseLayer.class);
  }
}
