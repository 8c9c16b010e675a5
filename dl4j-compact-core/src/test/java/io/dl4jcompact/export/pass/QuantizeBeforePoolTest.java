package io.dl4jcompact.export.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.Pooling;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Unpack;
import io.dl4jcompact.runtime.graph.Upsample;
import io.dl4jcompact.runtime.graph.Window;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class QuantizeBeforePoolTest {

  private static final Op POOL = new Pool(Graphs.window(3, 2, 1), Pooling.MAX);
  private static final Op TANH = new Activate(Activation.of(Activation.Function.TANH));

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 30);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void bitsArePooledInsteadOfFloats(long seed) {
    OneBitQuantizer quantizer = seed % 2 == 0 ? new SignQuantizer() : new StepQuantizer(0.2f);
    Graphs graphs = new Graphs(seed, TensorType.map(7, 6, 65));
    Graph before =
        graphs
            .add("pool", POOL, "in")
            .add("again", new Pool(Graphs.window(2, 1, 0), Pooling.MAX), "pool")
            .add("norm", graphs.norm(65), "again")
            .add("tanh", TANH, "norm")
            .add("bits", new Quantize(quantizer), "tanh")
            .add("out", new Unpack(), "bits")
            .output("out")
            .build();

    Graph after = new QuantizeBeforePool().apply(before, new Takeovers());

    assertThat(after.type("pool").element()).isEqualTo(ElementType.of(quantizer));
    assertThat(after.type("again").element()).isEqualTo(ElementType.of(quantizer));
    graphs.requireSame(before, after, 0);
    graphs.requireSame(before, new FoldFlip().apply(after, new Takeovers()), 0);
  }

  @Test
  void aFunctionThatRisesAndFallsKeepsItsPlace() {
    Graphs graphs = new Graphs(1, TensorType.map(4, 4, 2));
    Graph before =
        graphs
            .add("pool", POOL, "in")
            .add("swish", new Activate(Activation.of(Activation.Function.SWISH)), "pool")
            .add("bits", new Quantize(new StepQuantizer(-0.1f)), "swish")
            .add("out", new Unpack(), "bits")
            .output("out")
            .build();

    assertThat(new QuantizeBeforePool().apply(before, new Takeovers())).isSameAs(before);
  }

  static Stream<Window> windowsThatSeePaddingAlone() {
    return Stream.of(
        Graphs.window(2, 2, 2),
        new Window(2, 1, 1, 1, 1, 1, 0, 2, 0, 0),
        new Window(1, 2, 1, 1, 1, 1, 0, 0, 2, 0),
        new Window(2, 2, 1, 1, 1, 6, 0, 0, 1, 2));
  }

  /** The float there is -Float.MAX_VALUE, which ReLU and a shift take to the upper side. */
  @ParameterizedTest
  @MethodSource("windowsThatSeePaddingAlone")
  void aPoolingOfPaddingAloneKeepsItsPlace(Window window) {
    Graphs graphs = new Graphs(1, TensorType.map(4, 4, 2));
    Graph before =
        graphs
            .add("pool", new Pool(window, Pooling.MAX), "in")
            .add("relu", new Activate(Activation.of(Activation.Function.RELU)), "pool")
            .add("shift", new Affine(Floats.NONE, Floats.NONE, Floats.of(0.5f)), "relu")
            .add("bits", new Quantize(new SignQuantizer()), "shift")
            .add("out", new Unpack(), "bits")
            .output("out")
            .build();

    Graph after = new QuantizeBeforePool().apply(before, new Takeovers());

    graphs.requireSame(before, after, 0);
    assertThat(after).isSameAs(before);
  }

  @Test
  void anAverageKeepsItsPlace() {
    Graphs graphs = new Graphs(1, TensorType.map(4, 4, 2));
    Graph before =
        graphs
            .add("pool", new Pool(Graphs.window(2, 2, 0), Pooling.AVERAGE), "in")
            .add("bits", new Quantize(new SignQuantizer()), "pool")
            .add("out", new Unpack(), "bits")
            .output("out")
            .build();

    assertThat(new QuantizeBeforePool().apply(before, new Takeovers())).isSameAs(before);
  }

  @Test
  void anyFunctionMovesAheadOfAnUpsampling() {
    Graphs graphs = new Graphs(1, TensorType.map(4, 3, 5));
    Graph before =
        graphs
            .add("up", new Upsample(2, 3), "in")
            .add("swish", new Activate(Activation.of(Activation.Function.SWISH)), "up")
            .add("norm", graphs.norm(5), "swish")
            .add("bits", new Quantize(new SignQuantizer()), "norm")
            .add("out", new Unpack(), "bits")
            .output("out")
            .build();

    Graph after = new QuantizeBeforePool().apply(before, new Takeovers());

    assertThat(after.type("up").element()).isEqualTo(ElementType.BIT_PM1);
    assertThat(Graphs.operations(after)).doesNotContain("Flip");
    graphs.requireSame(before, after, 0);
  }
}
