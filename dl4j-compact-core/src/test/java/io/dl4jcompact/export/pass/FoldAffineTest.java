package io.dl4jcompact.export.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Unpack;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FoldAffineTest {

  private static final Activate TANH = new Activate(Activation.of(Activation.Function.TANH));

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 20);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aFloatLayerTakesInWhatFollows(long seed) {
    Graphs graphs = new Graphs(seed, TensorType.map(5, 4, 3));
    Graph before =
        graphs
            .add("sums", graphs.real(Graphs.window(3, 1, 1), 3, 7), "in")
            .add("bias", new Affine(Floats.NONE, Floats.NONE, Floats.of(0.4f)), "sums")
            .add("norm", graphs.norm(7), "bias")
            .add("tanh", TANH, "norm")
            .add("after", graphs.norm(7), "tanh")
            .add("last", new Affine(Floats.NONE, Floats.of(-2), Floats.NONE), "after")
            .output("last")
            .build();

    Graph after = new FoldAffine().apply(before, new Takeovers());

    assertThat(Graphs.operations(after)).containsExactly("Input", "Convolution", "Affine");
    assertThat(after.node("sums").layer()).isEqualTo("sums");
    graphs.requireSame(before, after, 1e-5);
  }

  @Test
  void aOneBitLayerThatGivesFloatsTakesInWhatFollows() {
    Graphs graphs = new Graphs(1, TensorType.vector(40));
    Affine norm =
        new Affine(
            Floats.of(graphs.numbers(6, -1, 1)),
            Floats.of(graphs.numbers(6, -1, 1)),
            Floats.of(graphs.numbers(6, -1, 1)));
    Graph before =
        graphs
            .add("first", new Quantize(new SignQuantizer()), "in")
            .add("sums", graphs.signs(Graphs.window(1, 1, 0), 40, 6), "first")
            .add("norm", norm, "sums")
            .add("tanh", TANH, "norm")
            .output("tanh")
            .build();

    Graph after = new FoldAffine().apply(before, new Takeovers());

    assertThat(Graphs.operations(after)).containsExactly("Input", "Quantize", "Convolution");
    graphs.requireSame(before, after, 1e-5);
  }

  @Test
  void nothingIsRoundedAnewBetweenExactSumsAndAQuantizer() {
    Graphs graphs = new Graphs(1, TensorType.vector(40));
    Graph before =
        graphs
            .add("first", new Quantize(new SignQuantizer()), "in")
            .add("sums", graphs.signs(Graphs.window(1, 1, 0), 40, 6), "first")
            .add("scale", graphs.norm(6), "sums")
            .add("norm", graphs.norm(6), "scale")
            .add("tanh", TANH, "norm")
            .add("bits", new Quantize(new SignQuantizer()), "tanh")
            .add("out", new Unpack(), "bits")
            .output("out")
            .output("norm")
            .build();

    assertThat(new FoldAffine().apply(before, new Takeovers())).isSameAs(before);
  }

  /** On pixels the sums are exact, and some lie on the threshold. */
  @Test
  void nothingIsRoundedAnewBetweenSumsOfSignedFloatsAndAQuantizer() {
    Graphs graphs = new Graphs(1, TensorType.vector(8));
    Graph before =
        graphs
            .add("sums", graphs.signs(Graphs.window(1, 1, 0), 8, 6), "in")
            .add("norm", graphs.norm(6), "sums")
            .add("bits", new Quantize(new SignQuantizer()), "norm")
            .add("out", new Unpack(), "bits")
            .output("out")
            .build();

    assertThat(new FoldAffine().apply(before, new Takeovers())).isSameAs(before);
  }

  @Test
  void whatSeveralTakeStays() {
    Graphs graphs = new Graphs(1, TensorType.vector(4));
    Graph before =
        graphs
            .add("sums", graphs.real(Graphs.window(1, 1, 0), 4, 6), "in")
            .add("norm", graphs.norm(6), "sums")
            .output("norm")
            .output("sums")
            .build();

    assertThat(new FoldAffine().apply(before, new Takeovers())).isSameAs(before);
  }

  /** (sum - 30) / 10 keeps the digits that 0.1 · sum - 3 would round away. */
  @Test
  void exactSumsAreNotRoundedByTheSizeOfTheirMean() {
    Graphs graphs = new Graphs(1, TensorType.vector(40));
    Graph before =
        graphs
            .add("first", new Quantize(new SignQuantizer()), "in")
            .add("sums", graphs.signs(Graphs.window(1, 1, 0), 40, 6), "first")
            .add("norm", new Affine(Floats.of(30), Floats.of(0.1f), Floats.NONE), "sums")
            .output("norm")
            .build();

    assertThat(new FoldAffine().apply(before, new Takeovers())).isSameAs(before);
  }

  static Stream<Affine> extremes() {
    return Stream.of(
        // The first would cancel digits, the second make denormal weights.
        new Affine(Floats.of(10_000), Floats.of(100), Floats.of(0.5f)),
        new Affine(Floats.of(0), Floats.of(1e-39f), Floats.NONE));
  }

  @ParameterizedTest
  @MethodSource("extremes")
  void whatWouldLoseDigitsStaysAsItIs(Affine affine) {
    Graphs graphs = new Graphs(1, TensorType.map(3, 3, 2));
    Graph before =
        graphs
            .add("sums", graphs.real(Graphs.window(2, 1, 0), 2, 4), "in")
            .add("scaled", new Affine(Floats.NONE, Floats.of(2), Floats.NONE), "sums")
            .add("extreme", affine, "scaled")
            .output("extreme")
            .build();

    Graph after = new FoldAffine().apply(before, new Takeovers());

    assertThat(Graphs.operations(after)).containsExactly("Input", "Convolution", "Affine");
    graphs.requireSame(before, after, 0);
  }
}
