package io.dl4jcompact.export.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.quantizer.StraightThrough;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Unpack;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReuseBitsTest {

  private static final StepQuantizer HALF = new StepQuantizer(0.5f, StraightThrough.CLIPPED);

  /** Bits as numbers, scaled and shifted, as bits again, as numbers again. */
  private static List<String> operations(
      OneBitQuantizer first, Floats scale, Floats shift, OneBitQuantizer second) {
    Graphs graphs = new Graphs(3, TensorType.map(2, 3, 2));
    Graph before =
        graphs
            .add("q1", new Quantize(first), "in")
            .add("u1", new Unpack(), "q1")
            .add("affine", new Affine(Floats.NONE, scale, shift), "u1")
            .add("q2", new Quantize(second), "affine")
            .add("u2", new Unpack(), "q2")
            .output("u2")
            .build();

    Graph after = new ReuseBits().apply(before, new Takeovers());

    graphs.requireSame(before, after, 0);
    return Graphs.operations(after);
  }

  @Test
  void bitsThatAreSplitAsTheyAreAreTakenAsTheyAre() {
    assertThat(
            operations(
                new SignQuantizer(), Floats.of(3, 0.5f), Floats.of(0.25f), new SignQuantizer()))
        .containsExactly("Input", "Quantize", "Unpack");
    assertThat(operations(new StepQuantizer(), Floats.NONE, Floats.NONE, HALF))
        .containsExactly("Input", "Quantize", "Unpack");
  }

  @Test
  void bitsThatAreSplitTheOtherWayAreInverted() {
    assertThat(operations(new SignQuantizer(), Floats.of(3, -2), Floats.NONE, new SignQuantizer()))
        .containsExactly("Input", "Quantize", "Flip", "Unpack");
  }

  @Test
  void bitsThatAreNotSplitStay() {
    List<String> all = List.of("Input", "Quantize", "Unpack", "Affine", "Quantize", "Unpack");
    assertThat(operations(new SignQuantizer(), Floats.NONE, Floats.of(0, 5), new SignQuantizer()))
        .isEqualTo(all);
    assertThat(operations(new SignQuantizer(), Floats.NONE, Floats.NONE, new StepQuantizer()))
        .as("other numbers")
        .isEqualTo(all);
  }
}
