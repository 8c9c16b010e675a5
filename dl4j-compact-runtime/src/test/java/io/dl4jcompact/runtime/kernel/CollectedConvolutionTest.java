package io.dl4jcompact.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import io.dl4jcompact.runtime.reference.Comparison;
import io.dl4jcompact.runtime.reference.RandomGraphs;
import io.dl4jcompact.runtime.reference.RandomOperations;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Convolutions whose rows are collected, against naive loops. */
class CollectedConvolutionTest {

  private static Window window(int kernel, int dilation, int padding) {
    return new Window(kernel, kernel, 1, 1, dilation, dilation, padding, padding, padding, padding);
  }

  private static Convolution convolution(Window window, int channels, int groups) {
    float[] weights = new float[4 * groups * window.taps() * channels / groups];
    return new Convolution(
        window, 4 * groups, groups, new Weights.Real(Floats.of(weights)), Epilogue.Real.NONE);
  }

  private static boolean suits(Window window, int channels, int groups) {
    return CollectedConvolution.suits(
        convolution(window, channels, groups), TensorType.map(9, 9, channels));
  }

  @Test
  void rowsOfLongRunsAndFewFloatsAreCollected() {
    assertThat(suits(window(3, 1, 0), 11, 1)).isTrue();
    assertThat(suits(window(3, 1, 0), 10, 1)).as("runs of 30").isFalse();
    assertThat(suits(window(3, 1, 0), 56, 1)).as("504 floats").isTrue();
    assertThat(suits(window(3, 1, 0), 57, 1)).as("513 floats").isFalse();
    assertThat(suits(window(3, 2, 0), 32, 1)).as("runs of a tap").isTrue();
    assertThat(suits(window(3, 2, 0), 31, 1)).as("runs of a tap").isFalse();
    assertThat(suits(window(3, 1, 0), 32, 2)).as("groups").isFalse();
    assertThat(suits(window(1, 1, 0), 64, 1)).as("one run").isFalse();
    assertThat(suits(window(9, 1, 0), 5, 1)).as("one placement").isFalse();
  }

  /** 25 or 49 placements a sample, 48 rows a tile. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void tilesOfSeveralSamplesAreExact(int padding) {
    Random random = new Random(padding);
    RandomOperations operations = new RandomOperations(random);
    TensorType map = TensorType.map(7, 7, 24);
    Convolution convolution =
        operations.convolution(map, window(3, 1, padding), 35, 1, operations.exact());
    Graph graph = Comparison.chain(map, convolution);
    Comparison.checkExactly(graph, RandomGraphs.inputs(graph, 7, random), 7);
  }
}
