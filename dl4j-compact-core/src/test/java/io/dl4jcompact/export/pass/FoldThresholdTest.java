package io.dl4jcompact.export.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Activation.Function;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Unpack;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FoldThresholdTest {

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 60);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aThresholdGivesTheBitsOfTheFloatsItReplaces(long seed) {
    int channels = new int[] {1, 3, 33, 63, 65}[(int) (seed % 5)];
    Function[] functions = {Function.IDENTITY, Function.RELU, Function.HARD_TANH, Function.SWISH};
    Function function = functions[(int) (seed % functions.length)];
    Graphs graphs = new Graphs(seed, TensorType.map(5, 4, channels));
    OneBitQuantizer[] quantizers = {
      new SignQuantizer(), new StepQuantizer(), new StepQuantizer(0.3f)
    };
    Graph before =
        graphs
            .add("first", new Quantize(quantizers[(int) (seed % 3)]), "in")
            .add("sums", graphs.signs(Graphs.window(3, 1, 1), channels, 9), "first")
            .add("norm", graphs.norm(9), "sums")
            .add("active", new Activate(Activation.of(function)), "norm")
            .add("norm2", graphs.norm(9), "active")
            .add("bits", new Quantize(quantizers[(int) (seed / 3 % 3)]), "norm2")
            .add("out", new Unpack(), "bits")
            .output("out")
            .build();

    Graph after = new FoldThreshold().apply(before, new Takeovers());

    if (function != Function.SWISH) {
      assertThat(Graphs.operations(after))
          .containsExactly("Input", "Quantize", "Convolution", "Unpack");
    }
    graphs.requireSame(before, after, 0);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aThresholdOfFloatSumsGivesTheBitsOfTheFloatsItReplaces(long seed) {
    int channels = new int[] {1, 3, 33}[(int) (seed % 3)];
    Graphs graphs = new Graphs(seed, TensorType.map(5, 4, channels));
    Convolution signs = graphs.signs(Graphs.window(3, 1, 1), channels, 70);
    Convolution real = graphs.real(Graphs.window(3, 1, 1), channels, 70);
    OneBitQuantizer quantizer = seed % 4 < 2 ? new SignQuantizer() : new StepQuantizer(0.3f);
    Graph before =
        graphs
            .add("sums", seed % 2 == 0 ? signs : real, "in")
            .add("norm", graphs.norm(70), "sums")
            .add("active", new Activate(Activation.of(Function.HARD_TANH)), "norm")
            .add("bits", new Quantize(quantizer), "active")
            .add("out", new Unpack(), "bits")
            .output("out")
            .build();

    Graph after = new FoldThreshold().apply(before, new Takeovers());

    assertThat(Graphs.operations(after)).containsExactly("Input", "Convolution", "Unpack");
    graphs.requireSame(before, after, 0);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void elementsBehindASumOfBranchesBecomeOneComparison(long seed) {
    Graphs graphs = new Graphs(seed, TensorType.map(3, 4, 65));
    Graph before =
        graphs
            .add("sums", graphs.real(Graphs.window(1, 1, 0), 65, 65), "in")
            .add("both", new Elementwise(Elementwise.Combination.ADD), "in", "sums")
            .add("norm", graphs.norm(65), "both")
            .add("bits", new Quantize(new SignQuantizer()), "norm")
            .add("out", new Unpack(), "bits")
            .output("out")
            .build();

    Graph after = new FoldThreshold().apply(before, new Takeovers());

    assertThat(Graphs.operations(after))
        .containsExactly("Input", "Convolution", "Elementwise", "ChannelThreshold", "Unpack");
    graphs.requireSame(before, after, 0);
  }

  @Test
  void aQuantizerAloneStays() {
    Graphs graphs = new Graphs(1, TensorType.vector(8));
    Graph before =
        graphs
            .add("bits", new Quantize(new SignQuantizer()), "in")
            .add("out", new Unpack(), "bits")
            .output("out")
            .build();

    assertThat(new FoldThreshold().apply(before, new Takeovers())).isSameAs(before);
  }

  /** The sum 2 gives exactly 0, which a sign takes as +1 and a step as 0. */
  @Test
  void tiesFallAsInTheNetwork() {
    assertThat(limitOf(1, new SignQuantizer())).isEqualTo(new Limit(2, false));
    assertThat(limitOf(1, new StepQuantizer())).isEqualTo(new Limit(3, false));
    assertThat(limitOf(-1, new SignQuantizer())).isEqualTo(new Limit(3, true));
    assertThat(limitOf(-1, new StepQuantizer())).isEqualTo(new Limit(2, true));
  }

  @Test
  void aScaleOfZeroGivesAConstant() {
    assertThat(limitOf(0, new SignQuantizer())).isEqualTo(new Limit(Integer.MIN_VALUE, false));
    assertThat(limitOf(0, new StepQuantizer())).isEqualTo(new Limit(Integer.MAX_VALUE, false));
  }

  private record Limit(int least, boolean flip) {}

  private static Limit limitOf(float scale, OneBitQuantizer quantizer) {
    Graphs graphs = new Graphs(1, TensorType.vector(8));
    Affine norm = new Affine(Floats.of(2), Floats.of(scale), Floats.NONE);
    Graph before = chain(graphs, norm, quantizer).build();
    Convolution folded =
        (Convolution) new FoldThreshold().apply(before, new Takeovers()).node("sums").op();
    Epilogue.Threshold threshold = (Epilogue.Threshold) folded.epilogue();
    assertThat(threshold.element()).isEqualTo(ElementType.of(quantizer));
    return new Limit(threshold.limits().get(0), threshold.flips().get(0));
  }

  private static Graphs chain(Graphs graphs, Affine norm, OneBitQuantizer quantizer) {
    return graphs
        .add("first", new Quantize(new SignQuantizer()), "in")
        .add("sums", graphs.signs(Graphs.window(1, 1, 0), 8, 1), "first")
        .add("norm", norm, "sums")
        .add("bits", new Quantize(quantizer), "norm")
        .add("out", new Unpack(), "bits")
        .output("out");
  }

  @Test
  void aBitThatSwitchesTwiceStaysAndIsExplained() {
    Graphs graphs = new Graphs(1, TensorType.vector(8));
    Graph before =
        graphs
            .add("first", new Quantize(new SignQuantizer()), "in")
            .add("sums", graphs.signs(Graphs.window(1, 1, 0), 8, 1), "first")
            .add("swish", new Activate(Activation.of(Function.SWISH)), "sums")
            .add("bits", new Quantize(new StepQuantizer(-0.05f)), "swish")
            .add("out", new Unpack(), "bits")
            .output("out")
            .build();

    Graph after = new FoldThreshold().apply(before, new Takeovers());

    assertThat(after).isSameAs(before);
    assertThat(FoldThreshold.obstacle(after, after.node("sums")))
        .hasValueSatisfying(why -> assertThat(why).contains("rises and falls"));
  }

  @Test
  void sumsBeyondExactFloatsStayAndThatIsExplained() {
    int inputs = (1 << 24) + 1;
    Graphs graphs = new Graphs(1, TensorType.vector(inputs));
    Graph before =
        graphs
            .add("first", new Quantize(new SignQuantizer()), "in")
            .add("sums", graphs.signs(Graphs.window(1, 1, 0), inputs, 1), "first")
            .add("bits", new Quantize(new SignQuantizer()), "sums")
            .add("out", new Unpack(), "bits")
            .output("out")
            .build();

    Graph after = new FoldThreshold().apply(before, new Takeovers());

    assertThat(after).isSameAs(before);
    assertThat(FoldThreshold.obstacle(after, after.node("sums")))
        .hasValueSatisfying(why -> assertThat(why).contains("2^24"));
  }

  @Test
  void floatsThatAreUsedElsewhereStayAndThatIsExplained() {
    Graphs graphs = new Graphs(1, TensorType.vector(8));
    Graph before = chain(graphs, graphs.norm(1), new SignQuantizer()).output("norm").build();

    Graph after = new FoldThreshold().apply(before, new Takeovers());

    assertThat(after).isSameAs(before);
    assertThat(FoldThreshold.obstacle(after, after.node("sums")))
        .hasValueSatisfying(why -> assertThat(why).contains("output of the model"));
    assertThat(FoldThreshold.obstacle(after, after.node("norm"))).isEmpty();
  }
}
