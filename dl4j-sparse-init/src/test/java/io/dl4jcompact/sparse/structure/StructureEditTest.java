package io.dl4jcompact.sparse.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dl4jcompact.sparse.DensityRule;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

/** Edits of structures: what follows adapts, what cannot be is refused by name. */
class StructureEditTest {

  private static final Structure PERCEPTRON =
      new Structure(
          "MLP",
          "p",
          SignalShape.vector(20),
          List.of(new DensePlan("a", 7, true), new DensePlan("b", 3, true)));

  private static final Structure RESIDUAL =
      new Structure(
          "ResNet",
          "r",
          SignalShape.map(3, 8, 8),
          List.of(
              new ConvolutionPlan("stem", 4, 3),
              new ConvolutionPlan("x", 4, 3),
              new ConvolutionPlan("y", 4, 3).withShortcut(2),
              PoolingPlan.global("pool", PoolingPlan.Pooling.AVERAGE),
              new DensePlan("fc", 2, true)));

  private static final Structure TRANSFORMER =
      new Structure(
          "ViT",
          "v",
          SignalShape.map(3, 8, 8),
          List.of(
              new PatchesPlan("patches", 12, 4),
              new EncoderPlan("block", 3, 20),
              new ClassTokenPlan("token"),
              new DensePlan("head", 2, true)));

  @Test
  void theNextLayersInputsFollowAWidth() {
    assertThat(PERCEPTRON.parameters()).isEqualTo(21 * 7 + 8 * 3);
    assertThat(PERCEPTRON.withWidth("a", 9).parameters()).isEqualTo(21 * 9 + 10 * 3);
    assertThat(PERCEPTRON.parameters()).isEqualTo(21 * 7 + 8 * 3);
    assertThat(TRANSFORMER.withWidth("patches", 9).steps().get(3).input())
        .isEqualTo(SignalShape.vector(9));
  }

  @Test
  void layersComeAndGo() {
    Structure longer = PERCEPTRON.addAfter("a", new DensePlan("c", 5, false));
    assertThat(longer.parameters()).isEqualTo(21 * 7 + 7 * 5 + 6 * 3);
    assertThat(longer.depth()).isEqualTo(3);
    assertThat(longer.remove("c")).isEqualTo(PERCEPTRON);
    assertThat(PERCEPTRON.remove("a").parameters()).isEqualTo(21 * 3);
    assertThat(PERCEPTRON.add(2, new DensePlan("c", 5, true)).parameters())
        .isEqualTo(21 * 7 + 8 * 3 + 4 * 5);
  }

  @Test
  void aShortcutFollowsTheLayersThatItLeadsPast() {
    ConvolutionPlan more = new ConvolutionPlan("m", 6, 3);
    assertThat(shortcut(RESIDUAL.addAfter("x", more), "y")).isEqualTo(3);
    assertThat(shortcut(RESIDUAL.addAfter("stem", more), "y")).isEqualTo(2);
    assertThat(shortcut(RESIDUAL.addAfter("y", more), "y")).isEqualTo(2);
    assertThat(shortcut(RESIDUAL.remove("x"), "y")).isEqualTo(1);
    assertThat(shortcut(RESIDUAL.remove("stem"), "y")).isEqualTo(2);
    assertThat(RESIDUAL.remove("y").layers()).allMatch(layer -> layer.shortcut() == 0);
    assertThat(RESIDUAL.addAfter("x", more).remove("m")).isEqualTo(RESIDUAL);
  }

  @Test
  void aShortcutGetsAConvolutionWhereItsEndsDiffer() {
    long same = 4 * (27 + 1) + 2 * 4 * (36 + 1) + 2 * 5;
    assertThat(RESIDUAL.parameters()).isEqualTo(same);
    long wider = 4 * (27 + 1) + 4 * (36 + 1) + 6 * (36 + 1) + 6 * (4 + 1) + 2 * 7;
    assertThat(RESIDUAL.withWidth("y", 6).parameters()).isEqualTo(wider);
  }

  private static int shortcut(Structure structure, String name) {
    return structure.layers().stream()
        .filter(layer -> layer.name().equals(name))
        .findFirst()
        .orElseThrow()
        .shortcut();
  }

  static Stream<Arguments> impossible() {
    return Stream.of(
        refused(PERCEPTRON, s -> s.withWidth("q", 3), "no layer \"q\", expected one of [a, b]"),
        refused(PERCEPTRON, s -> s.withWidth("a", 0), "layer \"a\" (dense): width is 0"),
        refused(PERCEPTRON, s -> s.addAfter("a", new DensePlan("b", 1, true)), "layer \"b\""),
        refused(PERCEPTRON, s -> s.add(3, new DensePlan("c", 1, true)), "expected 0 to 2"),
        refused(PERCEPTRON, s -> s.remove("a").remove("b"), "number of layers is 0"),
        refused(
            PERCEPTRON,
            s -> s.addAfter("a", new ConvolutionPlan("c", 2, 3)),
            "layer \"c\" (convolution): its input is 7 (vector), expected channels"),
        refused(RESIDUAL, s -> s.withWidth("pool", 3), "layer \"pool\" (pooling): width"),
        refused(
            RESIDUAL,
            s -> s.add(0, new PoolingPlan("p", PoolingPlan.Pooling.MAX, 9, 1, 0)),
            "layer \"p\" (pooling): kernel is 9, expected at most 8"),
        refused(
            RESIDUAL,
            s -> s.addAfter("x", new ConvolutionPlan("v", 4, 3, 1, 0, true, false, 0)),
            "layer \"y\" (convolution): its shortcut is from 4x8x8 to 4x6x6"),
        refused(
            RESIDUAL, s -> s.withWidth("fc", 1 << 20).withWidth("fc", 1 << 21), "expected 1 to"),
        refused(
            TRANSFORMER,
            s -> s.withWidth("patches", 10),
            "layer \"block\" (encoder): the number of heads is 3, expected a divisor of the 10"),
        refused(TRANSFORMER, s -> s.withWidth("token", 10), "layer \"token\" (classToken): width"),
        refused(TRANSFORMER, s -> s.remove("token"), "layer \"head\" (dense): its input is 5x12"),
        refused(TRANSFORMER, s -> s.remove("patches"), "layer \"block\" (encoder): its input"),
        refused(
            TRANSFORMER,
            s -> s.add(0, new PoolingPlan("p", PoolingPlan.Pooling.MAX, 2, 1, 0)),
            "layer \"patches\" (patches): patch is 4, expected a divisor"));
  }

  private static Arguments refused(Structure from, UnaryOperator<Structure> edit, String message) {
    return Arguments.of(from, edit, message);
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("impossible")
  void whatCannotBeIsRefusedByName(Structure from, UnaryOperator<Structure> edit, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> edit.apply(from))
        .withMessageContaining(message);
  }

  @Test
  void sizesThatCannotBeCountedAreRefused() {
    SignalShape huge = SignalShape.map(1 << 20, 1 << 20, 1 << 20);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Structure("T", "n", huge, List.of(new DensePlan("a", 1 << 20, true))))
        .withMessageContaining("layer \"a\" (dense): its size is more than 2^63");
  }

  @Test
  void theTableFollowsEachEdit() {
    StructureView view = new StructureView(PERCEPTRON, DensityRule.UNIFORM, 0.5);
    // 140 and 21 weights: 70 and 10.5, of which the sum rounds to 81.
    assertThat(view.layers())
        .containsExactly(
            new StructureView.Count(140, 70, 7, 140, 70),
            new StructureView.Count(21, 11, 3, 21, 11));
    String line = "all .* 171 +91 +50.31 % +385 +81 +243\n";
    assertThat(view.text()).containsPattern(line).containsPattern("\na +dense +7 +147 +77 ");
    StructureView wider = view.edit(structure -> structure.withWidth("a", 10));
    assertThat(wider.text())
        .doesNotContainPattern(line)
        .containsPattern("\na +dense +10 +210 +110 ")
        .containsPattern("\nb +dense +3 +33 +18 ");
    assertThat(wider.structure().name()).isEqualTo("p");
  }

  @Test
  void thePictureFollowsEachEdit() {
    StructureView view = new StructureView(RESIDUAL, DensityRule.UNIFORM, 0.25);
    assertThat(rectangles(view.picture())).isEqualTo(1 + 6 + 4);
    assertThat(view.picture()).contains(">25.00 %<").contains("<path ").endsWith("</svg>\n");
    // The widest bar is 400 long: 4 channels, and a quarter of it dark.
    assertThat(view.picture()).contains("width=\"400.0\"").contains("width=\"100.0\"");
    StructureView edited = view.edit(structure -> structure.remove("y").withWidth("stem", 16));
    assertThat(rectangles(edited.picture())).isEqualTo(1 + 5 + 3);
    assertThat(edited.picture()).doesNotContain("<path ").contains(">16x8x8<");
  }

  @Test
  void picturesOfAllBuiltInStructuresAreXml() throws Exception {
    for (Structure structure : StructureLibrary.builtIn()) {
      String picture = new StructureView(structure, DensityRule.UNIFORM, 0.1).picture();
      byte[] bytes = picture.getBytes(StandardCharsets.UTF_8);
      Element svg =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new ByteArrayInputStream(bytes))
              .getDocumentElement();
      long shortcuts = structure.layers().stream().filter(layer -> layer.shortcut() > 0).count();
      assertThat(svg.getElementsByTagName("path").getLength()).isEqualTo((int) shortcuts);
    }
  }

  private static long rectangles(String picture) {
    return picture.lines().filter(line -> line.startsWith("<rect ")).count();
  }
}
