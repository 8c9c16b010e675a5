package io.dl4jcompact.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Upsample;
import io.dl4jcompact.runtime.graph.Window;
import io.dl4jcompact.runtime.kernel.KernelSelection;
import io.dl4jcompact.runtime.reference.Comparison;
import io.dl4jcompact.runtime.reference.RandomGraphs;
import io.dl4jcompact.runtime.reference.RandomOperations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class CompactModelTest {

  private static final int THREADS = 8;

  @Test
  void shapesAreThoseOfDeeplearning4jWithoutTheBatch() {
    CompactModel map = model(TensorType.map(28, 20, 3), new Activate(Activation.IDENTITY));
    CompactModel vector = model(TensorType.vector(784), new Activate(Activation.IDENTITY));

    assertThat(map.inputShape()).containsExactly(3, 28, 20);
    assertThat(map.outputShape()).containsExactly(3, 28, 20);
    assertThat(vector.inputShape()).containsExactly(784);
    assertThat(vector.outputShape()).containsExactly(784);
  }

  @Test
  void aModelTellsWhatItIs() {
    ModelInfo info = new ModelInfo("digits", List.of("zero", "one"), Map.of());
    Graph graph = Comparison.chain(TensorType.vector(2), new Activate(Activation.IDENTITY));

    CompactModel model = new CompactModel(graph, info);

    assertThat(model.graph()).isSameAs(graph);
    assertThat(model.info()).isSameAs(info);
    assertThat(model.labels()).containsExactly("zero", "one");
    assertThat(model.kernels()).isEqualTo(KernelSelection.ofProperty().toString());
    assertThat(model.toString()).startsWith("CompactModel[").contains(model.kernels());
  }

  @Test
  void aSessionSaysWhatItTakes() {
    CompactModel model = model(TensorType.vector(3), new Activate(Activation.IDENTITY));
    int samplesInABlock = 64;
    int values = 2;

    assertThat(model.sessionBytes()).isEqualTo(samplesInABlock * values * 3 * Float.BYTES);
  }

  @Test
  void predictionsKeepDeeplearning4jsLayout() {
    CompactModel model = model(TensorType.map(1, 2, 2), new Upsample(1, 2));

    float[] output = model.predict(new float[] {1, 2, 3, 4, 5, 6, 7, 8});

    assertThat(output).containsExactly(1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8);
  }

  @Test
  void aResultThatNoArrayCanHoldIsRefusedBeforeMemoryIsTaken() {
    CompactModel model = model(TensorType.vector(1), new Upsample(1 << 14, 1 << 14));

    assertThatThrownBy(() -> model.predict(new float[8]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2147483648 values")
        .hasMessageContaining("fewer samples");
  }

  @Test
  void aPredictionAfterAFailedOneIsRight() {
    CompactModel model = model(TensorType.vector(2), new Activate(Activation.IDENTITY));
    assertThatThrownBy(() -> model.predict(new float[] {1, Float.NaN}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> model.predict(new float[3]))
        .isInstanceOf(IllegalArgumentException.class);

    assertThat(model.predict(new float[] {1, 2})).containsExactly(1, 2);
  }

  @Test
  void manyThreadsPredictAtATime() throws Exception {
    CompactModel model = new CompactModel(network(), ModelInfo.EMPTY);
    Random random = new Random(11);
    List<float[]> inputs = new ArrayList<>();
    List<float[]> expected = new ArrayList<>();
    CompactModel alone = new CompactModel(network(), ModelInfo.EMPTY);
    for (int i = 0; i < THREADS; i++) {
      inputs.add(RandomGraphs.inputs(model.graph(), 1 + i, random)[0]);
      expected.add(alone.predict(inputs.get(i)));
    }
    CyclicBarrier barrier = new CyclicBarrier(THREADS);
    ExecutorService executor = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<?>> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        float[] input = inputs.get(i);
        float[] output = expected.get(i);
        Callable<Void> task =
            () -> {
              barrier.await();
              for (int run = 0; run < 100; run++) {
                assertThat(model.predict(input)).containsExactly(output);
              }
              return null;
            };
        threads.add(executor.submit(task));
      }
      for (Future<?> thread : threads) {
        thread.get();
      }
    } finally {
      executor.shutdown();
    }
  }

  private static Graph network() {
    RandomOperations operations = new RandomOperations(new Random(5));
    TensorType input = TensorType.map(8, 8, 3);
    Window window = new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1);
    TensorType bits = input.with(ElementType.BIT_01);
    Convolution convolution =
        new Convolution(window, 65, operations.signs(65 * 27), operations.threshold(65, 27));
    TensorType map = convolution.outputType(List.of(bits));
    Window covering = Window.covering(map);
    Convolution dense =
        new Convolution(
            covering,
            10,
            operations.signs(10 * map.size()),
            operations.real(10, Activation.IDENTITY));
    return Comparison.chain(input, new Quantize(new StepQuantizer()), convolution, dense);
  }

  private static CompactModel model(TensorType input, Op operation) {
    return new CompactModel(Comparison.chain(input, operation), ModelInfo.EMPTY);
  }
}
