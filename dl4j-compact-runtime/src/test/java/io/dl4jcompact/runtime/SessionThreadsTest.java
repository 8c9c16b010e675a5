package io.dl4jcompact.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.reference.Comparison;
import io.dl4jcompact.runtime.reference.RandomGraphs;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

class SessionThreadsTest {

  private static final int MOST_THREADS = 4;
  private static final int[] BATCHES = {0, 1, 2, 3, 4, 5, 7, 64, 65, 127, 128, 129, 300};

  private static final Graph VECTOR =
      Comparison.chain(TensorType.vector(4), new Activate(Activation.IDENTITY));

  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  void resultsHaveTheSameBitsForAnyNumberOfThreads(@ForAll long seed) {
    Random random = new Random(seed);
    CompactModel model = new CompactModel(RandomGraphs.of(random), ModelInfo.EMPTY);
    Session[] sessions = new Session[MOST_THREADS];
    for (int i = 0; i < MOST_THREADS; i++) {
      sessions[i] = model.newSession(i + 1);
    }
    for (int batch : BATCHES) {
      float[][] inputs = RandomGraphs.inputs(model.graph(), batch, random);
      float[][] expected = outputs(model.graph(), batch);
      sessions[0].run(inputs, expected);
      for (int i = 1; i < MOST_THREADS; i++) {
        float[][] actual = outputs(model.graph(), batch);
        sessions[i].run(inputs, actual);
        assertThat(actual).as("%s threads, %s samples", i + 1, batch).isDeepEqualTo(expected);
      }
    }
    for (Session session : sessions) {
      session.close();
    }
  }

  @Example
  void theNumberOfThreadsIsChecked() {
    CompactModel model = new CompactModel(VECTOR, ModelInfo.EMPTY);

    for (int threads : new int[] {Integer.MIN_VALUE, -1, 0, 1025, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> model.newSession(threads))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a session has from 1 to 1024 threads, got " + threads);
    }
  }

  @Example
  void aClosedSessionIsRefusedByName() {
    for (int threads = 1; threads <= 2; threads++) {
      Session session = new CompactModel(VECTOR, ModelInfo.EMPTY).newSession(threads);
      session.run(new float[8], new float[8]);
      session.close();
      session.close();

      assertThatThrownBy(() -> session.run(new float[4], new float[4]))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("this session is closed; make another with CompactModel.newSession()");
    }
  }

  @Example
  void aSessionThatRunsCannotBeClosed() {
    Session session = new CompactModel(VECTOR, ModelInfo.EMPTY).newSession(2);
    session.enter();

    assertThatThrownBy(session::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("in use by another thread; close it when its run is over");

    session.leave();
    float[] output = new float[8];
    session.run(new float[] {1, 2, 3, 4, 5, 6, 7, 8}, output);
    session.close();
    assertThat(output).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
  }

  @Example
  void theFirstWrongValueIsNamedWhicheverThreadFindsIt() {
    try (Session session = new CompactModel(VECTOR, ModelInfo.EMPTY).newSession(4)) {
      float[] output = new float[4 * 400];
      for (int run = 0; run < 200; run++) {
        float[] input = new float[4 * 400];
        int first = run * 7;
        input[first] = Float.NaN;
        input[input.length - 1] = Float.POSITIVE_INFINITY;

        assertThatThrownBy(() -> session.run(input, output))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageStartingWith("input[" + first + "] is NaN (sample " + first / 4);

        input[first] = 1;
        input[input.length - 1] = 2;
        session.run(input, output);
        assertThat(output).isEqualTo(input);
      }
    }
  }

  @Example
  void anInterruptedCallerGetsAllResultsAndStaysInterrupted() {
    try (Session session = new CompactModel(VECTOR, ModelInfo.EMPTY).newSession(4)) {
      float[] input = RandomGraphs.inputs(VECTOR, 1000, new Random(3))[0];
      for (int run = 0; run < 200; run++) {
        float[] output = new float[input.length];
        Thread.currentThread().interrupt();

        session.run(input, output);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(output).isEqualTo(input);
      }
    }
  }

  @Example
  void manySessionsOfOneModelRunAtATime() {
    Random random = new Random(17);
    CompactModel model = new CompactModel(RandomGraphs.of(random), ModelInfo.EMPTY);
    float[][] inputs = RandomGraphs.inputs(model.graph(), 70, random);
    float[][] expected = outputs(model.graph(), 70);
    model.newSession().run(inputs, expected);
    CompletableFuture<?>[] callers = new CompletableFuture<?>[6];
    for (int i = 0; i < callers.length; i++) {
      int threads = 1 + i % MOST_THREADS;
      callers[i] = CompletableFuture.runAsync(() -> runOften(model, threads, inputs, expected));
    }

    CompletableFuture.allOf(callers).join();
  }

  private static void runOften(
      CompactModel model, int threads, float[][] inputs, float[][] expected) {
    try (Session session = model.newSession(threads)) {
      for (int run = 0; run < 50; run++) {
        float[][] outputs = outputs(model.graph(), 70);
        session.run(inputs, outputs);
        assertThat(outputs).isDeepEqualTo(expected);
      }
    }
  }

  @Example
  void intrudersAreRefusedAndDoNoHarm() {
    float[] input = RandomGraphs.inputs(VECTOR, 500, new Random(5))[0];
    AtomicBoolean over = new AtomicBoolean();
    try (Session session = new CompactModel(VECTOR, ModelInfo.EMPTY).newSession(3)) {
      CompletableFuture<?> intruder =
          CompletableFuture.runAsync(
              () -> {
                while (!over.get()) {
                  runUnlessInUse(session, new float[4], new float[4]);
                }
              });
      int successes = 0;
      for (int run = 0; successes < 200; run++) {
        float[] output = new float[input.length];
        if (runUnlessInUse(session, input, output)) {
          successes++;
          assertThat(output).as("run %s", run).isEqualTo(input);
        }
      }
      over.set(true);
      intruder.join();
    }
  }

  private static boolean runUnlessInUse(Session session, float[] input, float[] output) {
    try {
      session.run(input, output);
      return true;
    } catch (IllegalStateException e) {
      assertThat(e).hasMessageContaining("in use by another thread");
      return false;
    }
  }

  private static float[][] outputs(Graph graph, int batch) {
    return graph.outputs().stream()
        .map(output -> new float[batch * graph.type(output).size()])
        .toArray(float[][]::new);
  }
}
