package io.dl4jcompact.export.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Flatten;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Mask;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Unpack;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreSparseTest {

  private static final TensorType MAP = TensorType.map(6, 5, 7);

  private final Graphs graphs = new Graphs(1, MAP);

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.05, 0.2, 0.5, 0.9})
  void theGraphComputesTheSameWithTheWeightsThatAreNotZero(double density) {
    Convolution pruned = pruned(graphs.real(Graphs.window(3, 1, 1), 7, 9), density);
    Graph before = graphs.add("conv", pruned, "in").output("conv").build();

    Graph after = new StoreSparse().apply(before, new Takeovers());

    Weights weights = ((Convolution) after.node("conv").op()).weights();
    assertThat(weights).isInstanceOf(Weights.Sparse.class);
    assertThat(weights.connected()).isEqualTo(nonZero(pruned.weights()));
    graphs.requireSame(before, after, 1e-5);
  }

  @Test
  void weightsThatAreHardlyEverZeroStay() {
    Convolution pruned = pruned(graphs.real(Graphs.window(3, 1, 1), 7, 9), 0.98);
    Graph before = graphs.add("conv", pruned, "in").output("conv").build();

    assertThat(new StoreSparse().apply(before, new Takeovers())).isSameAs(before);
  }

  /** Sparse weights of either kind go through the passes that reorder and fold weights. */
  @Test
  void allPassesKeepWhatSparseWeightsCompute() {
    Mask mask = Mask.of(Bits.of(4 * MAP.size(), i -> graphs.random().nextInt(6) == 0));
    Bits signs = Bits.of(mask.count(), i -> graphs.random().nextBoolean());
    float[] values = graphs.numbers(mask.count(), -1, 1);
    Graph before =
        graphs
            .add("flat", new Flatten(), "in")
            .add("bits", new Quantize(new SignQuantizer()), "flat")
            .add("one", sparse(mask, new Weights.Signs(signs)), "bits")
            .add("norm", graphs.norm(4), "one")
            .add("split", new Quantize(new SignQuantizer()), "norm")
            .add("next", new Unpack(), "split")
            .add("two", sparse(mask, new Weights.Real(Floats.of(values))), "flat")
            .output("next")
            .output("two")
            .build();

    Graph after = Passes.optimise(before, Passes.IN_ORDER).graph();

    assertThat(Graphs.operations(after)).doesNotContain("Flatten", "Affine");
    graphs.requireSame(before, after, 1e-5);
  }

  private static Convolution sparse(Mask mask, Weights values) {
    Weights weights = new Weights.Sparse(mask, values);
    Window window = Window.covering(TensorType.vector(MAP.size()));
    return new Convolution(window, 4, weights, Epilogue.Real.NONE);
  }

  private Convolution pruned(Convolution dense, double density) {
    float[] weights = new float[dense.weights().count()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = graphs.random().nextDouble() < density ? dense.weights().get(i) : 0;
    }
    return dense.with(new Weights.Real(Floats.of(weights)));
  }

  private static int nonZero(Weights weights) {
    int count = 0;
    for (int i = 0; i < weights.count(); i++) {
      count += weights.get(i) != 0 ? 1 : 0;
    }
    return count;
  }
}
