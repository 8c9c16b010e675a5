package io.dl4jcompact.runtime;

import io.dl4jcompact.runtime.format.Contents;
import io.dl4jcompact.runtime.format.D4c;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.kernel.KernelSelection;
import io.dl4jcompact.runtime.plan.Plan;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A network ready to run.
 *
 * <p>Immutable and thread-safe. Its weights are brought into the layout of the kernels once, at the
 * first use, and shared by all sessions.
 */
public final class CompactModel {

  /** The most threads that a session can have. */
  public static final int MOST_THREADS = 1024;

  private final Graph graph;
  private final ModelInfo info;
  private final KernelSelection kernels = KernelSelection.ofProperty();
  private final ArrayChecks arrays;
  private final SessionPool pool =
      new SessionPool(Runtime.getRuntime().availableProcessors(), this);
  private volatile Plan plan;

  /**
   * A model of the given graph. The system property {@code io.dl4jcompact.kernels} says which
   * kernels it runs on: {@code scalar}, {@code vector} or {@code auto}, the default.
   *
   * @throws IllegalArgumentException if that property has another value
   * @throws IllegalStateException if it asks for kernels that this JVM cannot run
   */
  public CompactModel(Graph graph, ModelInfo info) {
    this.graph = Objects.requireNonNull(graph, "graph");
    this.info = Objects.requireNonNull(info, "info");
    arrays = ArrayChecks.of(graph);
  }

  /**
   * Reads a model from a file.
   *
   * @throws ModelFormatException if there is no such file, it cannot be read, or it is no valid
   *     model that this version knows; the message names the file, the cause and the remedy
   */
  public static CompactModel load(Path path) throws IOException {
    return of(D4c.read(path));
  }

  /**
   * Reads a model from a stream, for example of a class path resource, to its end.
   *
   * @throws ModelFormatException if it is no valid model that this version knows
   * @throws IOException if the stream itself fails
   */
  public static CompactModel read(InputStream in) throws IOException {
    return of(D4c.read(in));
  }

  private static CompactModel of(Contents contents) {
    return new CompactModel(contents.graph(), contents.info());
  }

  /**
   * Writes the model to a file, as a whole or not at all.
   *
   * @throws IllegalArgumentException if there are labels, but not as many as the first output has
   *     channels
   * @throws IOException if it cannot be written; a file that was there before is untouched, and the
   *     message names the file, the cause and the remedy
   */
  public void save(Path path) throws IOException {
    D4c.write(new Contents(graph, info), path);
  }

  /**
   * Writes the model to a stream, which is left open.
   *
   * @throws IllegalArgumentException as {@link #save}
   * @throws IOException if the stream fails
   */
  public void write(OutputStream out) throws IOException {
    D4c.write(new Contents(graph, info), out);
  }

  /** What the model computes. */
  public Graph graph() {
    return graph;
  }

  /** What the model says of itself. */
  public ModelInfo info() {
    return info;
  }

  /** Names of the classes in the order of the output, or empty. */
  public List<String> labels() {
    return info.labels();
  }

  /**
   * The kernels that the model runs on, and why, for example {@code scalar (module
   * jdk.incubator.vector is not there)}. Results of all kernels have the same bits.
   */
  public String kernels() {
    return kernels.toString();
  }

  /**
   * One sample of the only or first input, in Deeplearning4j's layout without the batch: {@code
   * [channels, height, width]} for a map, {@code [length]} for a vector.
   */
  public int[] inputShape() {
    return arrays.inputs().get(0).dimensions();
  }

  /** One sample of the only or first output, as {@link #inputShape}. */
  public int[] outputShape() {
    return arrays.outputs().get(0).dimensions();
  }

  /**
   * A session on this model that runs on its caller's thread, with buffers of its own.
   *
   * @throws IllegalArgumentException if the values of one sample do not fit an array, or more
   *     memory would be needed than the limit: half of the greatest heap, or the bytes that the
   *     system property {@code io.dl4jcompact.maxSessionBytes} says; the message names the node
   *     that needs most
   */
  public Session newSession() {
    return newSession(1);
  }

  /**
   * A session on this model that shares the samples of a run among threads of its own and its
   * caller's. Results have the same bits for any number of threads. Close it when it is no longer
   * needed.
   *
   * @param threads how many work at a time, the caller's among them: 1 to {@value #MOST_THREADS};
   *     more than there are processors only take memory
   * @throws IllegalArgumentException if the number of threads is out of range, or as {@link
   *     #newSession()}, where each thread has buffers of its own
   */
  public Session newSession(int threads) {
    if (threads < 1 || threads > MOST_THREADS) {
      throw new IllegalArgumentException(
          "a session has from 1 to " + MOST_THREADS + " threads, got " + threads);
    }
    plan().requireMemory(threads);
    return new Session(arrays, plan(), threads);
  }

  /**
   * Bytes that the buffers of one session take at most, for each of its threads; those of weights
   * are the model's own.
   *
   * @throws IllegalArgumentException as {@link #newSession()}
   */
  public long sessionBytes() {
    return plan().sessionBytes();
  }

  /**
   * The outputs for some samples. Can be called from many threads at a time; keeps as many sessions
   * as have been needed at the same time, but not more than there are processors.
   *
   * @param input whole samples in Deeplearning4j's layout: batch first, then as {@link #inputShape}
   * @return the samples' outputs: batch first, then as {@link #outputShape}
   * @throws IllegalArgumentException if the input is not a whole number of samples or holds NaN or
   *     an infinite value, if the result does not fit an array, or as {@link #newSession()}
   * @throws IllegalStateException if the model has several inputs or outputs
   */
  public float[] predict(float[] input) {
    Objects.requireNonNull(input, "input");
    arrays.requireSingle();
    float[] output = new float[arrays.outputLength(input.length)];
    Session session = pool.take();
    try {
      session.run(input, output);
      return output;
    } finally {
      pool.giveBack(session);
    }
  }

  /**
   * The outputs for some samples of 8-bit pixels, which become floats by the scaling that the model
   * was exported with. Else as {@link #predict(float[])}.
   *
   * @param pixels unsigned bytes of whole samples in the layout of the floats
   * @throws IllegalStateException if the model does not say how pixels become its input, or has
   *     several inputs or outputs
   */
  public float[] predict(byte[] pixels) {
    Objects.requireNonNull(pixels, "pixels");
    arrays.requirePixels();
    float[] output = new float[arrays.outputLength(pixels.length)];
    Session session = pool.take();
    try {
      session.run(pixels, output);
      return output;
    } finally {
      pool.giveBack(session);
    }
  }

  /** Name, shapes and kernels, for logs. */
  @Override
  public String toString() {
    return "CompactModel["
        + info.name()
        + ", "
        + Arrays.toString(inputShape())
        + " to "
        + Arrays.toString(outputShape())
        + ", "
        + kernels()
        + "]";
  }

  private Plan plan() {
    Plan ready = plan;
    if (ready == null) {
      synchronized (pool) {
        ready = plan;
        if (ready == null) {
          ready = Plan.of(graph, kernels.kernels());
          plan = ready;
        }
      }
    }
    return ready;
  }
}
