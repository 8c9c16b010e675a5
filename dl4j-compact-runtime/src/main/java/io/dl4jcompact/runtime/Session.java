package io.dl4jcompact.runtime;

import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.plan.Plan;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs a model on buffers of its own.
 *
 * <p>For one thread at a time; make one for each thread, or use {@link CompactModel#predict}. A run
 * allocates nothing, except that the first run of a larger batch than before may grow the buffers.
 * Large batches are run in blocks, so that buffers stay small.
 *
 * <p>Arrays hold whole samples in the layout of the Deeplearning4j network: batch first, then
 * channels, rows and columns. What output arrays hold after a run that failed is not specified.
 */
public final class Session {

  private final CompactModel model;
  private final Plan plan;
  private final AtomicBoolean running = new AtomicBoolean();
  private final float[][] onlyInput = new float[1][];
  private final float[][] onlyOutput = new float[1][];
  private Memory memory;

  Session(CompactModel model, Plan plan) {
    this.model = model;
    this.plan = plan;
    memory = plan.newMemory(1);
  }

  /**
   * Runs a model that has one input and one output.
   *
   * @param input any whole number n of samples
   * @param output takes the n results; must have just their length, and not be the input
   * @throws IllegalArgumentException if a length is wrong, the arrays are the same, or a value is
   *     NaN or infinite; the message says which
   * @throws IllegalStateException if the model has several inputs or outputs, or another thread is
   *     in this session
   */
  public void run(float[] input, float[] output) {
    model.requireSingle();
    enter();
    try {
      onlyInput[0] = Objects.requireNonNull(input, "input");
      onlyOutput[0] = Objects.requireNonNull(output, "output");
      runChecked(onlyInput, onlyOutput);
    } finally {
      onlyInput[0] = null;
      onlyOutput[0] = null;
      leave();
    }
  }

  /**
   * Runs a model with any number of inputs and outputs.
   *
   * @param inputs an array for each input, in the order of {@code graph().inputs()}, all with the
   *     same number of samples
   * @param outputs an array for each output, in the order of {@code graph().outputs()}
   * @throws IllegalArgumentException as {@link #run(float[], float[])}, or if the number of arrays
   *     is wrong, or two outputs are the same array
   * @throws NullPointerException if an array is null; the message says which
   * @throws IllegalStateException if another thread is in this session
   */
  public void run(float[][] inputs, float[][] outputs) {
    enter();
    try {
      requireArrays("inputs", inputs, model.inputs());
      requireArrays("outputs", outputs, model.outputs());
      runChecked(inputs, outputs);
    } finally {
      leave();
    }
  }

  private static void requireArrays(String what, float[][] arrays, List<SampleShape> shapes) {
    if (arrays.length != shapes.size()) {
      throw new IllegalArgumentException(
          "this model has "
              + shapes.size()
              + " "
              + what
              + ", got "
              + arrays.length
              + " arrays; pass one for each of "
              + shapes.stream().map(SampleShape::label).toList());
    }
    for (int i = 0; i < arrays.length; i++) {
      if (arrays[i] == null) {
        throw new NullPointerException("the array for " + shapes.get(i).label() + " is null");
      }
    }
  }

  /** Claims the session for this thread. */
  void enter() {
    if (!running.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "this session is in use by another thread; make one for each thread with"
              + " CompactModel.newSession(), or call CompactModel.predict");
    }
  }

  /** Frees the session for any thread. */
  void leave() {
    running.set(false);
  }

  private void runChecked(float[][] inputs, float[][] outputs) {
    int samples = checkInputs(inputs);
    checkOutputs(inputs, outputs, samples);
    int capacity = Math.min(samples, plan.blockSize());
    if (capacity > memory.capacity()) {
      memory = plan.newMemory(capacity);
    }
    memory.bind(inputs, outputs);
    try {
      plan.run(memory, 0, samples);
    } finally {
      memory.unbind();
    }
  }

  private int checkInputs(float[][] inputs) {
    List<SampleShape> shapes = model.inputs();
    int samples = shapes.get(0).samples(inputs[0]);
    for (int i = 0; i < inputs.length; i++) {
      SampleShape shape = shapes.get(i);
      if (shape.samples(inputs[i]) != samples) {
        throw new IllegalArgumentException(
            shape.label()
                + " has "
                + inputs[i].length / shape.size()
                + " samples, the first input has "
                + samples
                + "; pass as many of each");
      }
      shape.requireFinite(inputs[i]);
    }
    return samples;
  }

  private void checkOutputs(float[][] inputs, float[][] outputs, int samples) {
    for (int i = 0; i < outputs.length; i++) {
      SampleShape shape = model.outputs().get(i);
      long expected = (long) samples * shape.size();
      if (outputs[i].length != expected) {
        throw new IllegalArgumentException(
            shape.label()
                + " has room for "
                + outputs[i].length
                + " values; "
                + samples
                + " samples of "
                + shape
                + " values give "
                + expected
                + "; pass an array of just this length");
      }
      for (float[] input : inputs) {
        if (input == outputs[i]) {
          throw new IllegalArgumentException(
              "input and output are the same array; pass an output of its own, since results are"
                  + " written before all samples are read");
        }
      }
      requireOther(outputs, i);
    }
  }

  private void requireOther(float[][] outputs, int index) {
    for (int other = 0; other < index; other++) {
      if (outputs[other] == outputs[index]) {
        throw new IllegalArgumentException(
            model.outputs().get(other).label()
                + " and "
                + model.outputs().get(index).label()
                + " are the same array; pass one for each");
      }
    }
  }
}
