package io.dl4jcompact.sparse.structure;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.sparse.DensityRule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Counts of built-in structures against published ones and formulas of the test's own. */
class StructureCountsTest {

  private static Structure builtIn(String name) {
    return StructureLibrary.builtIn().stream()
        .filter(structure -> structure.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static StructureView dense(String name) {
    return new StructureView(builtIn(name), DensityRule.UNIFORM, 1);
  }

  /** torchvision's and timm's numbers of parameters, and those of the papers for LeNet. */
  @ParameterizedTest
  @CsvSource({
    "LeNet-300-100, 266610, 3",
    "LeNet-5, 61706, 5",
    "LeNet-5-Caffe, 431080, 4",
    "VGG-11, 132863336, 11",
    "VGG-13, 133047848, 13",
    "VGG-16, 138357544, 16",
    "VGG-19, 143667240, 19",
    "ResNet-18, 11689512, 18",
    "ResNet-34, 21797672, 34",
    "ResNet-50, 25557032, 50",
    "ResNet-101, 44549160, 101",
    "ViT-Ti-16, 5717416, 12",
    "ViT-S-16, 22050664, 12",
    "ViT-B-16, 86567656, 12",
    "ViT-B-32, 88224232, 12",
    "ViT-L-16, 304326632, 24"
  })
  void parametersAndDepthArePublishedOnes(String name, long parameters, int depth) {
    assertThat(builtIn(name).parameters()).isEqualTo(parameters);
    assertThat(dense(name).total().connectedParameters()).isEqualTo(parameters);
    assertThat(builtIn(name).depth()).isEqualTo(depth);
  }

  /** torchvision's GFLOPS, which are multiply-adds, to the digits that it gives. */
  @ParameterizedTest
  @CsvSource({
    "VGG-11, 7.609", "VGG-13, 11.308", "VGG-16, 15.470", "VGG-19, 19.632",
    "ResNet-18, 1.814", "ResNet-34, 3.664", "ResNet-50, 4.089", "ResNet-101, 7.801",
    "ViT-B-16, 17.564", "ViT-B-32, 4.409", "ViT-L-16, 61.555"
  })
  void multiplyAddsArePublishedOnes(String name, double billions) {
    StructureView.Count total = dense(name).total();
    assertThat(Math.round(total.multiplyAdds() / 1e6)).isEqualTo(Math.round(billions * 1e3));
    assertThat(total.trainingMultiplyAdds()).isEqualTo(3 * total.multiplyAdds());
  }

  @Test
  void perceptronsAreSumsOfProducts() {
    assertThat(builtIn("LeNet-300-100").parameters())
        .isEqualTo(784 * 300 + 300 + 300 * 100 + 100 + 100 * 10 + 10);
  }

  @Test
  void vggIsASumOverItsStages() {
    long parameters = 0;
    long channels = 3;
    int[][] stages = {{64, 2}, {128, 2}, {256, 3}, {512, 3}, {512, 3}};
    for (int[] stage : stages) {
      for (int layer = 0; layer < stage[1]; layer++) {
        parameters += (9 * channels + 1) * stage[0];
        channels = stage[0];
      }
    }
    parameters += (512L * 49 + 1) * 4096 + 4097L * 4096 + 4097L * 1000;
    assertThat(builtIn("VGG-16").parameters()).isEqualTo(parameters);
  }

  @Test
  void residualNetworksAreSumsOverTheirBlocks() {
    long basic = 64 * 3 * 49 + 128;
    long bottleneck = basic;
    long narrow = 64;
    long wide = 64;
    int[] counts = {3, 4, 6, 3};
    for (int stage = 0; stage < 4; stage++) {
      long w = 64L << stage;
      for (int block = 0; block < 2; block++) {
        basic += 9 * narrow * w + 9 * w * w + 4 * w;
        basic += narrow == w ? 0 : narrow * w + 2 * w;
        narrow = w;
      }
      for (int block = 0; block < counts[stage]; block++) {
        bottleneck += wide * w + 9 * w * w + 4 * w * w + 2 * (w + w + 4 * w);
        bottleneck += wide == 4 * w ? 0 : wide * 4 * w + 2 * 4 * w;
        wide = 4 * w;
      }
    }
    assertThat(builtIn("ResNet-18").parameters()).isEqualTo(basic + 513 * 1000);
    assertThat(builtIn("ResNet-50").parameters()).isEqualTo(bottleneck + 2049 * 1000);
  }

  @ParameterizedTest
  @CsvSource({"ViT-Ti-16, 192, 12", "ViT-S-16, 384, 12", "ViT-B-16, 768, 12", "ViT-S-16-6, 384, 6"})
  void visionTransformersAreSumsOverTheirBlocks(String name, long w, long blocks) {
    long patches = 196;
    long embedding = 3 * 16 * 16 * w + w + w + (patches + 1) * w;
    long block = 2 * w + 3 * w * w + 3 * w + w * w + w + 2 * w + 8 * w * w + 4 * w + w;
    long head = 2 * w + 1000 * w + 1000;
    assertThat(builtIn(name).parameters()).isEqualTo(embedding + blocks * block + head);
    long products = 2 * (patches + 1) * (patches + 1) * w;
    assertThat(dense(name).total().multiplyAdds())
        .isEqualTo(patches * 768 * w + blocks * ((patches + 1) * 12 * w * w + products) + 1000 * w);
  }

  @Test
  void aDepthwiseChannelHasAKernelOfItsOwn() {
    Structure structure =
        new Structure(
            "Mobile",
            "m",
            SignalShape.map(3, 8, 8),
            List.of(
                new ConvolutionPlan("a", 6, 3),
                new DepthwisePlan("b", 3, 2, 1, true, true),
                new ConvolutionPlan("c", 4, 1),
                PoolingPlan.global("p", PoolingPlan.Pooling.AVERAGE),
                new DensePlan("d", 2, false)));
    List<StructureView.Count> counts =
        new StructureView(structure, DensityRule.UNIFORM, 1).layers();
    assertThat(counts.get(1)).isEqualTo(new StructureView.Count(54, 54, 18, 0, 54 * 16));
    assertThat(counts.get(4)).isEqualTo(new StructureView.Count(8, 8, 0, 0, 8));
  }

  static Stream<Arguments> rules() {
    return StructureLibrary.builtIn().stream()
        .flatMap(
            structure ->
                Stream.of(DensityRule.values()).map(rule -> Arguments.of(structure.name(), rule)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("rules")
  void theDensityHoldsToAConnection(String name, DensityRule rule) {
    Structure structure = builtIn(name);
    StructureView.Count dense = new StructureView(structure, rule, 1).total();
    StructureView view = new StructureView(structure, rule, 0.1);
    StructureView.Count sparse = view.total();
    assertThat(sparse.connections()).isEqualTo(Math.round(0.1 * dense.weights()));
    assertThat(sparse.weights()).isEqualTo(dense.weights());
    assertThat(sparse.others()).isEqualTo(dense.others());
    assertThat(dense.bytes()).isEqualTo(4 * structure.parameters());
    assertThat(sparse.bytes())
        .isEqualTo(4 * sparse.connectedParameters() + (sparse.maskBits() + 7) / 8);
    assertThat(sparse.multiplyAdds()).isLessThan(dense.multiplyAdds());
  }
}
