package io.dl4jcompact.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Mask;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.PixelScaling;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import io.dl4jcompact.runtime.reference.Comparison;
import io.dl4jcompact.runtime.reference.RandomGraphs;
import io.dl4jcompact.runtime.reference.RandomOperations;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/** What sessions take from the heap once they are warm, by the virtual machine's own counters. */
class SessionAllocationTest {

  private static final long WARM_UP_NANOS = 60_000_000_000L;
  private static final int RUNS = 100;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  void aRunAllocatesNothingAfterTheFirst(@ForAll long seed) {
    Random random = new Random(seed);
    Graph graph = RandomGraphs.of(random);
    float[][] inputs = RandomGraphs.inputs(graph, 3, random);
    float[][] outputs = outputs(graph, 3);
    Session session = new CompactModel(graph, ModelInfo.EMPTY).newSession();

    assertThat(allocatedAfterWarmUp(() -> session.run(inputs, outputs))).isZero();
  }

  @Example
  void noOperationAllocates() throws IOException {
    for (String file : List.of("1.0/every-operation.d4c", "1.1/int8.d4c")) {
      CompactModel model = golden(file);
      float[][] inputs = RandomGraphs.inputs(model.graph(), 70, new Random(1));
      float[][] outputs = outputs(model.graph(), 70);
      Session session = model.newSession();

      assertThat(allocatedAfterWarmUp(() -> session.run(inputs, outputs))).as(file).isZero();
    }
  }

  @Example
  void severalThreadsAllocateNothing() throws IOException {
    CompactModel model = golden("1.0/every-operation.d4c");
    float[][] inputs = RandomGraphs.inputs(model.graph(), 70, new Random(2));
    float[][] outputs = outputs(model.graph(), 70);
    try (Session session = model.newSession(3)) {
      session.run(inputs, outputs);
      assertThat(workers()).hasSizeGreaterThanOrEqualTo(2);
      assertThat(allocatedAfterWarmUp(() -> session.run(inputs, outputs))).isZero();
    }
  }

  @Example
  void floatsOfOneInputAllocateNothing() {
    CompactModel model = images();
    float[] input = new float[784 * 100];
    float[] output = new float[784 * 100];
    Session session = model.newSession();

    assertThat(allocatedAfterWarmUp(() -> session.run(input, output))).isZero();
  }

  @Example
  void transformedConvolutionsAllocateNothing() {
    TensorType map = TensorType.map(5, 5, 40);
    Window window = new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1);
    // The first reads collected rows, the second is by Winograd's filtering.
    Graph graph =
        Comparison.chain(map, convolution(window, 128, 40), convolution(window, 128, 128));
    float[][] inputs = RandomGraphs.inputs(graph, 3, new Random(4));
    float[][] outputs = outputs(graph, 3);
    Session session = new CompactModel(graph, ModelInfo.EMPTY).newSession();

    assertThat(allocatedAfterWarmUp(() -> session.run(inputs, outputs))).isZero();
  }

  @Example
  void neighboursAllocateNothing() {
    TensorType map = TensorType.map(6, 12, 5);
    Window window = new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1);
    Graph graph = Comparison.chain(map, convolution(window, 8, 5), convolution(window, 16, 8));
    float[][] inputs = RandomGraphs.inputs(graph, 3, new Random(5));
    float[][] outputs = outputs(graph, 3);
    Session session = new CompactModel(graph, ModelInfo.EMPTY).newSession();

    assertThat(allocatedAfterWarmUp(() -> session.run(inputs, outputs))).isZero();
  }

  @Example
  void sparseLayersAllocateNothing() {
    TensorType map = TensorType.map(6, 12, 5);
    Window window = new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1);
    Window all = Window.covering(map.withChannels(40));
    Graph graph =
        Comparison.chain(
            map, sparse(window, 40, 5), sparse(window, 40, 40), sparse(all, 70, 40 * 72 / 9));
    for (int batch : new int[] {1, 20}) {
      float[][] inputs = RandomGraphs.inputs(graph, batch, new Random(5));
      float[][] outputs = outputs(graph, batch);
      Session session = new CompactModel(graph, ModelInfo.EMPTY).newSession();

      assertThat(allocatedAfterWarmUp(() -> session.run(inputs, outputs))).isZero();
    }
  }

  private static Convolution sparse(Window window, int outputs, int channels) {
    RandomOperations operations = new RandomOperations(new Random(channels));
    Convolution dense = convolution(window, outputs, channels);
    Mask mask = Mask.of(Bits.of(dense.weights().count(), i -> i % 7 == 3));
    return dense.with(new Weights.Sparse(mask, new Weights.Real(operations.floats(mask.count()))));
  }

  private static Convolution convolution(Window window, int outputs, int channels) {
    RandomOperations operations = new RandomOperations(new Random(channels));
    Weights weights = new Weights.Real(operations.floats(outputs * 9 * channels));
    Activation relu = Activation.of(Activation.Function.RELU);
    return new Convolution(window, outputs, weights, operations.real(outputs, relu));
  }

  @Example
  void pixelsAllocateNothing() {
    CompactModel model = images();
    byte[] input = new byte[784 * 100];
    float[] output = new float[784 * 100];
    Session session = model.newSession();

    assertThat(allocatedAfterWarmUp(() -> session.run(input, output))).isZero();
  }

  /**
   * Bytes that this thread and the workers allocate in some runs: the least of some measurements,
   * because the virtual machine resolves a class's strings on the thread that orders a compilation,
   * and vectors are objects until their loop is compiled.
   */
  private static long allocatedAfterWarmUp(Runnable run) {
    run.run();
    long[] workers = workers();
    long least = Long.MAX_VALUE;
    long start = System.nanoTime();
    while (least > 0 && System.nanoTime() - start < WARM_UP_NANOS) {
      // Asking for another thread's counter allocates on this one, so that is asked outermost.
      long theirs = allocated(workers);
      long own = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < RUNS; i++) {
        run.run();
      }
      own = THREADS.getCurrentThreadAllocatedBytes() - own;
      theirs = allocated(workers) - theirs;
      least = Math.min(least, own + theirs);
    }
    return least;
  }

  private static long[] workers() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("dl4j-compact-worker"))
        .mapToLong(Thread::getId)
        .toArray();
  }

  private static long allocated(long[] threads) {
    long sum = 0;
    for (long thread : threads) {
      sum += THREADS.getThreadAllocatedBytes(thread);
    }
    return sum;
  }

  private static CompactModel golden(String file) throws IOException {
    try (InputStream in = SessionAllocationTest.class.getResourceAsStream("/golden/" + file)) {
      return CompactModel.read(in);
    }
  }

  private static CompactModel images() {
    Input input = new Input(TensorType.map(28, 28, 1), Optional.of(PixelScaling.dividedBy(255)));
    Node in = new Node("in", "in", input, List.of());
    Node out = new Node("out", "out", new Activate(Activation.IDENTITY), List.of("in"));
    return new CompactModel(new Graph(List.of(in, out), List.of("out")), ModelInfo.EMPTY);
  }

  private static float[][] outputs(Graph graph, int batch) {
    return graph.outputs().stream()
        .map(output -> new float[batch * graph.type(output).size()])
        .toArray(float[][]::new);
  }
}
