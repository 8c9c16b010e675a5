package io.dl4jcompact.export.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.quantizer.AffineQuantizer;
import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.DequantizeInt8;
import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Int8Add;
import io.dl4jcompact.runtime.graph.QuantizeInt8;
import io.dl4jcompact.runtime.graph.TensorType;
import java.util.SplittableRandom;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Sums of integers against the float steps that they stand for. */
class FoldIntegerAddTest {

  private static final Activation RELU = Activation.of(Activation.Function.RELU);

  private static AffineQuantizer quantizer(SplittableRandom random) {
    int low = -random.nextInt(1, 128);
    int high = random.nextInt(1, 128);
    return new AffineQuantizer(
        (float) (0.01 + random.nextDouble()), random.nextInt(low, high + 1), low, high);
  }

  private static Graph graph(
      AffineQuantizer left, AffineQuantizer right, boolean relu, AffineQuantizer result) {
    Graphs graphs =
        new Graphs(1, TensorType.map(2, 2, 3))
            .add("left", new QuantizeInt8(left), "in")
            .add("right", new QuantizeInt8(right), "in")
            .add("a", new DequantizeInt8(left), "left")
            .add("b", new DequantizeInt8(right), "right")
            .add("sum", new Elementwise(Elementwise.Combination.ADD), "a", "b");
    if (relu) {
      graphs.add("relu", new Activate(RELU), "sum");
    }
    return graphs
        .add("q", new QuantizeInt8(result), relu ? "relu" : "sum")
        .add("out", new DequantizeInt8(result), "q")
        .output("out")
        .build();
  }

  private static Graph folded(Graph graph) {
    return new FoldIntegerAdd().apply(graph, new Takeovers());
  }

  /** Every pair of integers: others only where the sum is halfway between two. */
  @Property(tries = 20)
  void integersAreThoseOfTheFloatStepsButForHalves(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    AffineQuantizer left = quantizer(random);
    AffineQuantizer right = quantizer(random);
    AffineQuantizer result = quantizer(random);
    boolean relu = random.nextBoolean();

    Int8Add add = (Int8Add) folded(graph(left, right, relu, result)).node("q").op();

    for (int a = left.low(); a <= left.high(); a++) {
      for (int b = right.low(); b <= right.high(); b++) {
        float sum = left.dequantize(a) + right.dequantize(b);
        int expected = result.quantize(relu ? Math.max(0, sum) : sum);
        int actual = apply(add, a, b);
        if (actual != expected) {
          double steps = (double) sum / result.scale();
          assertThat(Math.abs(actual - expected)).isEqualTo(1);
          assertThat(Math.abs(steps - Math.floor(steps) - 0.5)).isEqualTo(0, within(1e-4));
        }
      }
    }
  }

  private static int apply(Int8Add add, int a, int b) {
    long sum =
        (long) (a - add.zeroPoints().get(0)) * add.multipliers().get(0)
            + (long) (b - add.zeroPoints().get(1)) * add.multipliers().get(1);
    long rounded = Math.floorDiv(sum + (1L << add.shift() - 1), 1L << add.shift());
    return (int)
        Math.max(
            add.range().low(), Math.min(add.range().high(), rounded + add.range().zeroPoint()));
  }

  @Example
  void numbersQuantisedAlikeStayTheIntegersThatTheyWere() {
    AffineQuantizer same = new AffineQuantizer(0.5f, 3, -128, 127);
    Graph graph =
        new Graphs(1, TensorType.map(2, 2, 3))
            .add("left", new QuantizeInt8(same), "in")
            .add("a", new DequantizeInt8(same), "left")
            .add("q", new QuantizeInt8(same), "a")
            .add("out", new DequantizeInt8(same), "q")
            .output("out")
            .build();

    Graph folded = folded(graph);

    assertThat(folded.nodes()).extracting(node -> node.name()).containsExactly("in", "left", "out");
  }

  @Example
  void sumsWithFloatsOrOfCoarserNumbersStay() {
    AffineQuantizer fine = new AffineQuantizer(0.01f, 3, -128, 127);
    AffineQuantizer coarse = new AffineQuantizer(2.57f, 3, -128, 127);
    Graph coarser = graph(coarse, fine, false, fine);
    Graph mixed =
        new Graphs(1, TensorType.map(2, 2, 3))
            .add("left", new QuantizeInt8(fine), "in")
            .add("a", new DequantizeInt8(fine), "left")
            .add("sum", new Elementwise(Elementwise.Combination.ADD), "a", "in")
            .add("q", new QuantizeInt8(fine), "sum")
            .add("out", new DequantizeInt8(fine), "q")
            .output("out")
            .build();

    assertThat(folded(coarser)).isEqualTo(coarser);
    assertThat(folded(mixed)).isEqualTo(mixed);
  }
}
