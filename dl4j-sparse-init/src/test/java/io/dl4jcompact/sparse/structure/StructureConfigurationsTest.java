package io.dl4jcompact.sparse.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dl4jcompact.sparse.DensityRule;
import io.dl4jcompact.sparse.Sparsified;
import io.dl4jcompact.sparse.Sparsify;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Structures as networks of Deeplearning4j, small ones and built-in ones with small images. */
class StructureConfigurationsTest {

  private static final Adam ADAM = new Adam(1e-3);

  private static final Structure MOBILE =
      new Structure(
          "Mobile",
          "m",
          SignalShape.map(3, 9, 7),
          List.of(
              new ConvolutionPlan("a", 6, 3),
              new DepthwisePlan("b", 3, 2, 1, false, true),
              new ConvolutionPlan("c", 4, 1),
              new DensePlan("d", 2, false)));

  private static Structure builtIn(String name) {
    return StructureLibrary.builtIn().stream()
        .filter(structure -> structure.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** The same layers for another image, and narrow, so that little is allocated. */
  private static Structure small(String name, int side) {
    Structure structure = builtIn(name);
    structure =
        new Structure(structure.type(), name, SignalShape.map(3, side, side), structure.layers());
    for (LayerPlan layer : structure.layers()) {
      if (layer instanceof DensePlan dense) {
        structure = structure.withWidth(layer.name(), Math.min(50, dense.nOut()));
      } else if (layer instanceof ConvolutionPlan convolution) {
        structure = structure.withWidth(layer.name(), convolution.nOut() / 8);
      }
    }
    return structure;
  }

  private static INDArray images(Structure structure) {
    SignalShape in = structure.input();
    return in.kind() == SignalShape.Kind.VECTOR
        ? Nd4j.zeros(DataType.FLOAT, 2, in.channels())
        : Nd4j.zeros(DataType.FLOAT, 2, in.channels(), in.height(), in.width());
  }

  /** Deeplearning4j counts running means and variances as parameters: two for each channel. */
  private static long running(Structure structure) {
    long channels = 0;
    for (StructureStep step : structure.steps()) {
      if (step.layer() instanceof ConvolutionPlan convolution && convolution.batchNorm()) {
        channels += step.output().channels() * (step.projection() ? 2 : 1);
      } else if (step.layer() instanceof DepthwisePlan depthwise && depthwise.batchNorm()) {
        channels += step.output().channels();
      }
    }
    return 2 * channels;
  }

  private static void requireList(Structure structure) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(StructureConfigurations.list(structure, ADAM, 1));
    network.init();
    assertThat(network.numParams()).isEqualTo(structure.parameters() + running(structure));
    assertThat(network.output(images(structure)).shape())
        .containsExactly(2, structure.steps().get(structure.layers().size() - 1).output().size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"LeNet-300-100", "MLP-2x512", "MLP-8x128", "LeNet-5", "LeNet-5-Caffe"})
  void smallNetworksHaveTheirParameters(String name) {
    requireList(builtIn(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"VGG-11", "VGG-13", "VGG-16", "VGG-19", "VGG-16-CIFAR"})
  void vggNetworksHaveTheirParameters(String name) {
    requireList(small(name, 32));
  }

  @Test
  void depthwiseConvolutionsHaveTheirParameters() {
    requireList(MOBILE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ResNet-18", "ResNet-34", "ResNet-50", "ResNet-20-CIFAR"})
  void residualNetworksHaveTheirParametersAndSizes(String name) {
    Structure structure = small(name, 33);
    ComputationGraph network =
        new ComputationGraph(StructureConfigurations.graph(structure, ADAM, 1));
    network.init();
    assertThat(network.numParams()).isEqualTo(structure.parameters() + running(structure));
    Map<String, INDArray> outputs = network.feedForward(images(structure), false);
    assertThat(outputs.get("fc").size(0)).isEqualTo(2);
    for (StructureStep step : structure.steps()) {
      SignalShape out = step.output();
      if (out.kind() == SignalShape.Kind.MAP) {
        assertThat(outputs.get(step.layer().name()).shape())
            .as(step.layer().name())
            .containsExactly(2, out.channels(), out.height(), out.width());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(DensityRule.class)
  void aSparseNetworkHasTheConnectionsThatWereShown(DensityRule rule) {
    for (Structure structure : List.of(small("VGG-11", 32), builtIn("LeNet-5"), MOBILE)) {
      MultiLayerConfiguration dense = StructureConfigurations.list(structure, ADAM, 1);
      Sparsified<MultiLayerConfiguration> sparse = new Sparsify(0.2, 7).rule(rule).apply(dense);
      StructureView.Count shown = new StructureView(structure, rule, 0.2).total();
      assertThat(sparse.weights()).isEqualTo(shown.weights());
      assertThat(sparse.connections()).isEqualTo(shown.connections());
    }
    Structure residual = small("ResNet-18", 32);
    Sparsified<ComputationGraphConfiguration> sparse =
        new Sparsify(0.2, 7).rule(rule).apply(StructureConfigurations.graph(residual, ADAM, 1));
    StructureView.Count shown = new StructureView(residual, rule, 0.2).total();
    assertThat(sparse.weights()).isEqualTo(shown.weights());
    assertThat(sparse.connections()).isEqualTo(shown.connections());
  }

  @Test
  void whatHasNoConfigurationIsRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StructureConfigurations.list(builtIn("ResNet-18"), ADAM, 1))
        .withMessageContaining("layer \"conv2_1b\" (convolution): its shortcut is not for a list");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StructureConfigurations.graph(builtIn("ViT-Ti-16"), ADAM, 1))
        .withMessageContaining("layer \"patches\" (patches): a network of Deeplearning4j");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StructureConfigurations.list(MOBILE.remove("d"), ADAM, 1))
        .withMessageContaining("layer \"c\" (convolution): the last layer is no output");
  }
}
