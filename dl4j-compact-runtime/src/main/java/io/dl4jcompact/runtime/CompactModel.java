package io.dl4jcompact.runtime;

import io.dl4jcompact.runtime.format.Contents;
import io.dl4jcompact.runtime.format.D4c;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.TensorType;
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

  private final Graph graph;
  private final ModelInfo info;
  private final KernelSelection kernels = KernelSelection.ofProperty();
  private final List<SampleShape> inputs;
  private final List<SampleShape> outputs;
  private final SessionPool pool =
      new SessionPool(Runtime.getRuntime().availableProcessors(), this::newSession);
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
    inputs = shapes("input", graph.inputs().stream().map(Node::name).toList());
    outputs = shapes("output", graph.outputs());
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

  private List<SampleShape> shapes(String label, List<String> nodes) {
    return nodes.stream()
        .map(node -> shape(nodes.size() == 1 ? label : label + " '" + node + "'", graph.type(node)))
        .toList();
  }

  private static SampleShape shape(String label, TensorType type) {
    return new SampleShape(label, type.channels(), type.height(), type.width());
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
    return inputs.get(0).dimensions();
  }

  /** One sample of the only or first output, as {@link #inputShape}. */
  public int[] outputShape() {
    return outputs.get(0).dimensions();
  }

  /** Shapes of all inputs, in the order in which a session takes them. */
  List<SampleShape> inputs() {
    return inputs;
  }

  /** Shapes of all outputs, in the order in which a session gives them. */
  List<SampleShape> outputs() {
    return outputs;
  }

  /**
   * A session on this model, with buffers of its own.
   *
   * @throws IllegalArgumentException if the values of one sample do not fit an array, or more
   *     memory would be needed than the limit: half of the greatest heap, or the bytes that the
   *     system property {@code io.dl4jcompact.maxSessionBytes} says; the message names the node
   *     that needs most
   */
  public Session newSession() {
    return new Session(this, plan());
  }

  /**
   * Bytes that the buffers of one session take at most; those of weights are the model's own.
   *
   * @throws IllegalArgumentException as {@link #newSession}
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
   *     an infinite value, if the result does not fit an array, or as {@link #newSession}
   * @throws IllegalStateException if the model has several inputs or outputs
   */
  public float[] predict(float[] input) {
    Objects.requireNonNull(input, "input");
    requireSingle();
    int length = outputLength(inputs.get(0).samples(input));
    Session session = pool.take();
    try {
      float[] output = new float[length];
      session.run(input, output);
      return output;
    } finally {
      pool.giveBack(session);
    }
  }

  private int outputLength(int samples) {
    long length = (long) samples * outputs.get(0).size();
    if (length > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the result of "
              + samples
              + " samples has "
              + length
              + " values, more than an array can have; pass fewer samples at a time");
    }
    return (int) length;
  }

  /**
   * @throws IllegalStateException if there is more than one input or output
   */
  void requireSingle() {
    if (inputs.size() != 1 || outputs.size() != 1) {
      throw new IllegalStateException(
          "this model has "
              + inputs.size()
              + " inputs and "
              + outputs.size()
              + " outputs; use Session.run(float[][] inputs, float[][] outputs)");
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
