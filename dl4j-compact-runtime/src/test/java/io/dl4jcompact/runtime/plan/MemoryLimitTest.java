package io.dl4jcompact.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.GlobalPool;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.PixelScaling;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.Pooling;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Upsample;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.ScalarKernels;
import io.dl4jcompact.runtime.reference.Comparison;
import io.dl4jcompact.runtime.reference.RandomGraphs;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

class MemoryLimitTest {

  private static final long MEGABYTE = 1 << 20;
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Example
  void aFewNodesThatTakeAllMemoryAreRefusedBeforeItIsTaken() {
    Node input = new Node("in", "", new Input(TensorType.vector(1)), List.of());
    Node grown = new Node("grown", "", new Upsample(16384, 16384), List.of("in"));
    Node activated = new Node("act", "", new Activate(Activation.IDENTITY), List.of("grown"));
    Elementwise add = new Elementwise(Elementwise.Combination.ADD);
    Node sum = new Node("sum", "", add, List.of("grown", "act"));
    Node pooled = new Node("pooled", "", new GlobalPool(Pooling.MAX), List.of("sum"));
    Graph graph = new Graph(List.of(input, grown, activated, sum, pooled), List.of("pooled"));

    assertRefused(
        graph,
        1L << 31,
        "needs 3221225472 bytes; the largest part, 1073741824 bytes, is for Upsample"
            + " 'grown'; the limit is 2147483648 bytes; use smaller maps, or raise -Xmx or set"
            + " -Dio.dl4jcompact.maxSessionBytes");
  }

  @Example
  void whatStepsPrepareCounts() {
    // Each value has 2^24 positions, so 64 MiB as floats or 128 MiB as bits.
    Window one = new Window(1, 1, 1, 1, 1, 1, 0, 0, 0, 0);
    Quantize bits = new Quantize(new SignQuantizer());
    Upsample tall = new Upsample(1 << 24, 1);
    Weights signs = new Weights.Signs(Bits.of(1, i -> true));
    Convolution oneBit = new Convolution(one, 1, signs, Epilogue.Real.NONE);
    TensorType point = TensorType.vector(1);

    assertRefused(
        Comparison.chain(point, tall, new Pool(one, Pooling.MAX)), 300 * MEGABYTE, "Pool");
    assertRefused(Comparison.chain(point, tall, oneBit), 300 * MEGABYTE, "Convolution");
    assertRefused(Comparison.chain(point, bits, tall, oneBit), 400 * MEGABYTE, "Convolution");
    Affine affine = new Affine(Floats.NONE, Floats.of(2), Floats.NONE);
    assertRefused(
        Comparison.chain(TensorType.vector(1 << 24), affine), 200 * MEGABYTE, "Affine 'n1'");
  }

  @Example
  void workingSpaceCounts() {
    TensorType map = TensorType.map(2, 2000, 100);
    int length = 2000 * 100;
    Weights weights = new Weights.Signs(Bits.of(length, i -> true));
    Window row = new Window(1, 2000, 1, 1, 1, 1, 30, 0, 0, 0);
    Graph graph = Comparison.chain(map, new Convolution(row, 1, weights, Epilogue.Real.NONE));
    long rows = 32L * length * Float.BYTES;

    assertThatThrownBy(() -> plan(graph, rows))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("for Convolution 'n1'");
    assertThat(plan(graph, 3 * rows).sessionBytes()).isBetween(rows, 2 * rows);
  }

  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void aSessionTakesTheBytesThatAreSaid(@ForAll long seed) {
    Plan plan = Plan.of(RandomGraphs.of(new Random(seed)), new ScalarKernels());
    // Of sparse convolutions: for 128 placements, twice for 128 outputs, and four.
    int rowsOfScratch = 3 * 128 + 4;
    long headers = 32L * (rowsOfScratch + 10);

    Memory[] memory = new Memory[1];
    long taken = Long.MAX_VALUE;
    // The least of some, since the virtual machine may order a compilation on this thread
    // meanwhile.
    for (int i = 0; i < 5; i++) {
      taken = Math.min(taken, allocated(() -> memory[0] = plan.newMemory(plan.blockSize())));
    }

    assertThat(memory[0].capacity()).isEqualTo(plan.blockSize());
    assertThat(taken).isBetween(plan.sessionBytes(), plan.sessionBytes() + headers);
  }

  @Property(tries = 200, shrinking = ShrinkingMode.OFF)
  void aLimitBelowASessionsBytesIsRefused(@ForAll long seed) {
    Graph graph = RandomGraphs.of(new Random(seed));
    Plan plan = Plan.of(graph, new ScalarKernels());

    assertThatThrownBy(() -> plan(graph, plan.sessionBytes() - 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the limit is " + (plan.sessionBytes() - 1));
  }

  @Example
  void everyThreadOfASessionCounts() {
    MemoryLimit limit = new MemoryLimit(1000);
    limit.requireThreads(4, 250);

    assertThatThrownBy(() -> limit.requireThreads(5, 250))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "a session of 5 threads needs 250 bytes for each; the limit is 1000 bytes for all; use"
                + " fewer threads, or raise -Xmx or set -Dio.dl4jcompact.maxSessionBytes");
  }

  @Example
  void tablesOfPixelsCount() {
    int channels = PixelScaling.MOST_CHANNELS;
    Floats centers = Floats.of(new float[channels]);
    PixelScaling pixels = new PixelScaling(centers, Floats.NONE, Floats.NONE, Floats.NONE);
    Input input = new Input(TensorType.vector(channels), Optional.of(pixels));
    Graph graph = new Graph(List.of(new Node("in", "", input, List.of())), List.of("in"));

    assertRefused(graph, 16 * MEGABYTE, "for Input 'in'");
    assertThat(plan(graph, 24 * MEGABYTE).sessionBytes()).isLessThan(8 * MEGABYTE);
  }

  @Example
  void theLimitIsHalfOfTheHeapUnlessItIsSet() {
    assertThat(MemoryLimit.of(null, 1000).bytes()).isEqualTo(500);
    assertThat(MemoryLimit.of("7", 1000).bytes()).isEqualTo(7);
    assertThat(MemoryLimit.current().bytes()).isEqualTo(Runtime.getRuntime().maxMemory() / 2);
    for (String nonsense : new String[] {"0", "-1", "1g", ""}) {
      assertThatThrownBy(() -> MemoryLimit.of(nonsense, 1000))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "io.dl4jcompact.maxSessionBytes is '%s', expected a positive number of bytes",
              nonsense);
    }
  }

  private static void assertRefused(Graph graph, long limit, String message) {
    long taken =
        allocated(
            () ->
                assertThatThrownBy(() -> plan(graph, limit))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(message));
    assertThat(taken).isLessThan(8 * MEGABYTE);
  }

  private static Plan plan(Graph graph, long limit) {
    return new Planner(graph, new ScalarKernels(), new MemoryLimit(limit)).plan();
  }

  private static long allocated(Runnable work) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    work.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
