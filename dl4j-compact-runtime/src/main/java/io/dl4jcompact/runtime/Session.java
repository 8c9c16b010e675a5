package io.dl4jcompact.runtime;

import io.dl4jcompact.runtime.plan.Plan;
import java.lang.ref.Reference;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Runs a model on buffers of its own.
 *
 * <p>For one caller at a time; make one for each, or use {@link CompactModel#predict}. A run
 * allocates nothing, except that the first run of a larger batch than before may grow the buffers
 * and start threads, and that the objects of vector kernels are on the heap until the virtual
 * machine has compiled their loops. Large batches are run in blocks, so that buffers stay small.
 *
 * <p>A session of several threads ({@link CompactModel#newSession(int)}) shares the samples of a
 * run among them. Results have the same bits for any number of threads; a run returns when all its
 * results are there. One sample is run by the caller alone. An interrupt does not end a run: the
 * caller finds it pending afterwards. What fails on any thread is thrown to the caller.
 *
 * <p>The threads are daemons that sleep between runs. {@link #close} ends them; so does the garbage
 * collector, some time after a session that was not closed has been forgotten. A session of one
 * thread has nothing to close but its buffers, and need not be closed.
 *
 * <p>Arrays hold whole samples in the layout of the Deeplearning4j network: batch first, then
 * channels, rows and columns. What output arrays hold after a run that failed is not specified.
 */
public final class Session implements AutoCloseable {

  private enum State {
    FREE,
    RUNNING,
    CLOSED
  }

  private static final float[][] NO_FLOATS = {};

  private final ArrayChecks checks;
  private final Batch batch;
  private final Crew crew;
  private final AtomicReference<State> state = new AtomicReference<>(State.FREE);
  private final float[][] onlyInput = new float[1][];
  private final byte[][] onlyPixels = new byte[1][];
  private final float[][] onlyOutput = new float[1][];

  Session(ArrayChecks checks, Plan plan, int threads) {
    this.checks = checks;
    batch = new Batch(plan, checks.inputs(), threads);
    crew = new Crew(threads, batch);
    crew.dismissWith(this);
  }

  /**
   * Runs a model that has one input and one output.
   *
   * @param input any whole number n of samples
   * @param output takes the n results; must have just their length, and not be the input
   * @throws IllegalArgumentException if a length is wrong, the arrays are the same, or a value is
   *     NaN or infinite; the message says which
   * @throws IllegalStateException if the model has several inputs or outputs, another thread is in
   *     this session, or it is closed
   */
  public void run(float[] input, float[] output) {
    checks.requireSingle();
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
   * Runs a model that has one input, of 8-bit pixels, and one output. Results have the same bits as
   * those of the floats that the pixels become by the model's {@code PixelScaling}.
   *
   * @param pixels any whole number n of samples: unsigned bytes in the layout of the floats
   * @param output takes the n results; must have just their length
   * @throws IllegalArgumentException if a length is wrong; the message says which
   * @throws IllegalStateException if the model does not say how pixels become its input, or as
   *     {@link #run(float[], float[])}
   */
  public void run(byte[] pixels, float[] output) {
    checks.requirePixels();
    enter();
    try {
      onlyPixels[0] = Objects.requireNonNull(pixels, "pixels");
      onlyOutput[0] = Objects.requireNonNull(output, "output");
      int samples = checks.inputs().get(0).samples(pixels.length);
      checks.requireRoom(NO_FLOATS, onlyOutput, samples);
      if (samples > 0) {
        try {
          crew.run(batch.begin(onlyPixels, onlyOutput, samples));
        } finally {
          batch.end();
        }
      }
    } finally {
      onlyPixels[0] = null;
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
   * @throws IllegalStateException if another thread is in this session, or it is closed
   */
  public void run(float[][] inputs, float[][] outputs) {
    enter();
    try {
      checks.requireAll(inputs, outputs);
      runChecked(inputs, outputs);
    } finally {
      leave();
    }
  }

  private void runChecked(float[][] inputs, float[][] outputs) {
    int samples = checks.samples(inputs);
    checks.requireRoom(inputs, outputs, samples);
    if (samples > 0) {
      try {
        crew.run(batch.begin(inputs, outputs, samples));
      } finally {
        batch.end();
      }
    }
  }

  /** Claims the session for this thread. */
  void enter() {
    if (!state.compareAndSet(State.FREE, State.RUNNING)) {
      throw new IllegalStateException(
          state.get() == State.CLOSED
              ? "this session is closed; make another with CompactModel.newSession()"
              : "this session is in use by another thread; make one for each thread with"
                  + " CompactModel.newSession(), or call CompactModel.predict");
    }
  }

  /** Frees the session for any thread. */
  void leave() {
    state.set(State.FREE);
    // Until here the collector must not take it for forgotten, or its threads would end.
    Reference.reachabilityFence(this);
  }

  /**
   * Ends the session's threads and lets go of its buffers; it cannot be used any more. Closing it
   * again does nothing.
   *
   * @throws IllegalStateException if another thread is in this session
   */
  @Override
  public void close() {
    if (state.compareAndSet(State.FREE, State.CLOSED)) {
      crew.dismiss();
      batch.release();
    } else if (state.get() != State.CLOSED) {
      throw new IllegalStateException(
          "this session is in use by another thread; close it when its run is over");
    }
  }
}
