package io.dl4jcompact.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.runtime.CompactModel;
import io.dl4jcompact.runtime.ModelInfo;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import io.dl4jcompact.runtime.reference.Comparison;
import io.dl4jcompact.runtime.reference.RandomGraphs;
import io.dl4jcompact.runtime.reference.RandomOperations;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Convolutions and dense layers of every kind against naive loops. */
class ConvolutionTest {

  private static final int[] BATCHES = {1, 2, 7};

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void oneBitSumsAreExact(@ForAll long seed) {
    Random random = new Random(seed);
    RandomOperations operations = new RandomOperations(random);
    TensorType map = map(operations);
    TensorType bits = map.with(random.nextBoolean() ? ElementType.BIT_01 : ElementType.BIT_PM1);
    Window window = window(operations, bits);
    Convolution convolution = operations.convolution(bits, window, operations.channels());
    checkExactly(Comparison.chain(map, quantize(bits.element()), convolution), random);
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void floatSumsAgree(@ForAll long seed) {
    Random random = new Random(seed);
    RandomOperations operations = new RandomOperations(random);
    TensorType map = map(operations);
    Window window = window(operations, map);
    Convolution convolution = operations.convolution(map, window, operations.channels());
    // Small multiples of 1/4 add up without rounding, so the order of additions does not matter.
    checkExactly(Comparison.chain(map, convolution), random);
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void transcendentalEpiloguesAgree(@ForAll long seed) {
    Random random = new Random(seed);
    RandomOperations operations = new RandomOperations(random);
    TensorType map = map(operations);
    int outputs = operations.channels();
    Window window = window(operations, map);
    int count = outputs * window.taps() * map.channels();
    Activation activation = operations.activation();
    if (activation.function() != Activation.Function.CUBE) {
      Convolution convolution =
          new Convolution(
              window, outputs, operations.signs(count), operations.real(outputs, activation));
      Graph graph = Comparison.chain(map, convolution);
      Comparison.check(graph, RandomGraphs.inputs(graph, 2, random), 2);
    }
  }

  @ParameterizedTest
  @CsvSource({"784, 10", "4096, 130", "70000, 65", "69999, 3"})
  void denseLayersOfManyInputsAreExact(int length, int outputs) {
    Random random = new Random(length);
    RandomOperations operations = new RandomOperations(random);
    TensorType vector = TensorType.vector(length);
    for (ElementType element : new ElementType[] {ElementType.BIT_01, ElementType.BIT_PM1}) {
      Convolution dense =
          new Convolution(
              Window.covering(vector),
              outputs,
              operations.signs(outputs * length),
              operations.threshold(outputs, length));
      Graph graph = Comparison.chain(vector, quantize(element), dense);
      int batch = length < 1000 ? 100 : 3;
      Comparison.checkExactly(graph, RandomGraphs.inputs(graph, batch, random), batch);
    }
  }

  @ParameterizedTest
  @CsvSource({"784, 10", "70000, 65"})
  void floatDenseLayersOfManyInputsAgreeWithDoublePrecision(int length, int outputs) {
    Random random = new Random(length);
    TensorType vector = TensorType.vector(length);
    float[] weights = new float[outputs * length];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) random.nextGaussian();
    }
    Convolution dense =
        new Convolution(
            Window.covering(vector),
            outputs,
            new Weights.Real(Floats.of(weights)),
            Epilogue.Real.NONE);
    Graph graph = Comparison.chain(vector, dense);
    float[][] inputs = {new float[3 * length]};
    for (int i = 0; i < inputs[0].length; i++) {
      inputs[0][i] = (float) random.nextGaussian();
    }
    Comparison.check(graph, inputs, 3);
  }

  /** Equal terms all round to the same side, which ten thousands in a row would add up. */
  @Test
  void longSumsOfEqualTermsKeepTheirDigits() {
    int length = 70_000;
    float[] ones = new float[length];
    Arrays.fill(ones, 1);
    TensorType vector = TensorType.vector(length);
    Convolution dense =
        new Convolution(
            Window.covering(vector), 1, new Weights.Real(Floats.of(ones)), Epilogue.Real.NONE);
    float[] input = new float[length];
    Arrays.fill(input, 0.1f);

    float sum =
        new CompactModel(Comparison.chain(vector, dense), ModelInfo.EMPTY).predict(input)[0];

    // 256 additions within a chunk and 274 of chunks, each rounding by at most 2^-24.
    double exact = length * (double) 0.1f;
    assertThat((double) sum).isCloseTo(exact, within(530 * 0x1p-24 * exact));
  }

  @ParameterizedTest
  @CsvSource({"BIT_01", "BIT_PM1"})
  void placementsThatSeeOnlyPaddingSumToZero(ElementType element) {
    Random random = new Random(7);
    RandomOperations operations = new RandomOperations(random);
    TensorType map = TensorType.map(2, 2, 65);
    Window window = new Window(1, 1, 1, 1, 1, 1, 3, 2, 2, 3);
    Convolution convolution =
        new Convolution(window, 3, operations.signs(3 * 65), Epilogue.Real.NONE);
    checkExactly(Comparison.chain(map, quantize(element), convolution), random);
  }

  private static TensorType map(RandomOperations operations) {
    int height = operations.between(1, 9);
    int width = operations.between(1, 9);
    return TensorType.map(height, width, operations.channels());
  }

  private static Window window(RandomOperations operations, TensorType input) {
    return operations.chance(4) ? Window.covering(input) : operations.window(input);
  }

  private static Quantize quantize(ElementType element) {
    OneBitQuantizer quantizer =
        element == ElementType.BIT_01 ? new StepQuantizer() : new SignQuantizer();
    return new Quantize(quantizer);
  }

  private static void checkExactly(Graph graph, Random random) {
    int batch = BATCHES[random.nextInt(BATCHES.length)];
    Comparison.checkExactly(graph, RandomGraphs.inputs(graph, batch, random), batch);
  }
}
