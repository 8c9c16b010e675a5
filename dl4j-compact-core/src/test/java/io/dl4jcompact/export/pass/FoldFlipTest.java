package io.dl4jcompact.export.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Flip;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Unpack;
import org.junit.jupiter.api.Test;

final class FoldFlipTest {

  private final Graphs graphs = new Graphs(1, TensorType.map(5, 4, 33));
  private final Flip flip = new Flip(Bits.of(33, i -> i % 3 == 0));

  @Test
  void aFlipBehindAThresholdTurnsIt() {
    Graph before =
        new FoldThreshold()
            .apply(
                graphs
                    .add("first", new Quantize(new SignQuantizer()), "in")
                    .add("sums", graphs.signs(Graphs.window(3, 1, 1), 33, 33), "first")
                    .add("norm", graphs.norm(33), "sums")
                    .add("bits", new Quantize(new StepQuantizer()), "norm")
                    .add("flip", flip, "bits")
                    .add("out", new Unpack(), "flip")
                    .output("out")
                    .build(),
                new Takeovers());

    Graph after = new FoldFlip().apply(before, new Takeovers());

    assertThat(Graphs.operations(after)).doesNotContain("Flip");
    graphs.requireSame(before, after, 0);
  }

  @Test
  void aFlipOfSignsTurnsTheWeightsBehindItPaddingIncluded() {
    Graph before = flipThenSums(new SignQuantizer(), 1);

    Graph after = new FoldFlip().apply(before, new Takeovers());

    assertThat(Graphs.operations(after)).doesNotContain("Flip");
    graphs.requireSame(before, after, 0);
  }

  @Test
  void aFlipOfSignsTurnsTheWeightsOfTheGroupThatSeesIt() {
    Graph before = flipThenSums(new SignQuantizer(), 3);

    Graph after = new FoldFlip().apply(before, new Takeovers());

    assertThat(Graphs.operations(after)).doesNotContain("Flip");
    graphs.requireSame(before, after, 0);
  }

  @Test
  void aFlipOfZerosAndOnesStays() {
    Graph before = flipThenSums(new StepQuantizer(), 1);

    assertThat(new FoldFlip().apply(before, new Takeovers())).isSameAs(before);
  }

  @Test
  void twoFlipsBecomeOne() {
    Flip other = new Flip(Bits.of(33, i -> i % 2 == 0));
    Graph before =
        graphs
            .add("first", new Quantize(new StepQuantizer()), "in")
            .add("flip", flip, "first")
            .add("other", other, "flip")
            .add("one", new Unpack(), "flip")
            .add("two", new Unpack(), "other")
            .output("one")
            .output("two")
            .build();

    Graph after = new FoldFlip().apply(before, new Takeovers());

    assertThat(after.node("other").inputs()).containsExactly("first");
    graphs.requireSame(before, after, 0);
  }

  private Graph flipThenSums(OneBitQuantizer quantizer, int groups) {
    return graphs
        .add("first", new Quantize(quantizer), "in")
        .add("flip", flip, "first")
        .add("sums", graphs.signs(Graphs.window(3, 1, 1), 33, 6, groups), "flip")
        .output("sums")
        .build();
  }
}
