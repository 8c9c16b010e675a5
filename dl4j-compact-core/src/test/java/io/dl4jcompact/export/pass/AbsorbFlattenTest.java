package io.dl4jcompact.export.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Flatten;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.TensorType;
import org.junit.jupiter.api.Test;

final class AbsorbFlattenTest {

  private static final TensorType MAP = TensorType.map(3, 5, 7);

  private final Graphs graphs = new Graphs(1, MAP);
  private final Convolution signs = graphs.signs(Graphs.window(1, 1, 0), MAP.size(), 4);
  private final Convolution real = graphs.real(Graphs.window(1, 1, 0), MAP.size(), 3);

  @Test
  void denseLayersBehindElementsTakeTheMap() {
    Graph before =
        graphs
            .add("flat", new Flatten(), "in")
            .add("active", new Activate(Activation.of(Activation.Function.TANH)), "flat")
            .add("bits", new Quantize(new StepQuantizer(0.1f)), "active")
            .add("one", signs, "bits")
            .add("two", real, "active")
            .output("one")
            .output("two")
            .build();

    Graph after = new AbsorbFlatten().apply(before, new Takeovers());

    assertThat(Graphs.operations(after)).doesNotContain("Flatten");
    assertThat(after.type("bits")).isEqualTo(MAP.with(before.type("bits").element()));
    graphs.requireSame(before, after, 1e-5);
  }

  @Test
  void aVectorThatIsNeededElsewhereStays() {
    Graph before =
        graphs
            .add("flat", new Flatten(), "in")
            .add("norm", graphs.norm(MAP.size()), "flat")
            .add("one", real, "norm")
            .add("two", real, "flat")
            .output("one")
            .output("two")
            .build();

    Graph after = new AbsorbFlatten().apply(before, new Takeovers());

    assertThat(Graphs.operations(after)).contains("Flatten");
    assertThat(after.node("two").inputs()).containsExactly("in");
    assertThat(after.node("norm").inputs()).containsExactly("flat");
    graphs.requireSame(before, after, 1e-5);
  }

  @Test
  void aConvolutionThatIsNoDenseLayerKeepsItsInput() {
    Graph before =
        graphs
            .add("flat", new Flatten(), "in")
            .add("sums", graphs.real(Graphs.window(3, 1, 1), MAP.size(), 2), "flat")
            .output("sums")
            .build();

    assertThat(new AbsorbFlatten().apply(before, new Takeovers())).isSameAs(before);
  }

  @Test
  void outputsThatSeeGroupsOfAVectorKeepIt() {
    Graph before =
        graphs
            .add("flat", new Flatten(), "in")
            .add("sums", graphs.signs(Graphs.window(1, 1, 0), MAP.size(), 14, 7), "flat")
            .output("sums")
            .build();

    assertThat(new AbsorbFlatten().apply(before, new Takeovers())).isSameAs(before);
  }

  @Test
  void aVectorThatIsAnOutputStays() {
    Graph before =
        graphs
            .add("flat", new Flatten(), "in")
            .add("active", new Activate(Activation.of(Activation.Function.RELU)), "flat")
            .add("dense", real, "active")
            .output("active")
            .output("dense")
            .build();

    assertThat(new AbsorbFlatten().apply(before, new Takeovers())).isSameAs(before);
  }
}
