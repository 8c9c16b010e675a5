package io.dl4jcompact.runtime.kernel;

/**
 * What one thread writes to while it runs a plan: the values of a block of samples, working space,
 * and a view of the caller's arrays.
 *
 * <p>Not thread-safe.
 */
public final class Memory {

  private static final float[][] UNBOUND = {};
  private static final byte[][] NO_PIXELS = {};

  /** Integers for each row of counts besides the counts. */
  private static final int ROW_INTS = 3;

  private final int capacity;
  private final float[] floats;
  private final long[] words;
  private final byte[] bytes;
  private final float[] scratchFloats;
  private final long[] scratchWords;
  private final int[] scratchInts;
  private final float[][] sums;
  private final int[][] counts;
  private final int[] starts;
  private final int[] ones;
  private final int[] classes;
  private float[][] inputs = UNBOUND;
  private byte[][] pixels = NO_PIXELS;
  private float[][] outputs = UNBOUND;
  private int firstSample;

  /**
   * @param capacity the most samples in a block, at least 1
   * @param sample what one sample's values take at most
   * @param scratch working space, whatever the capacity
   * @throws ArithmeticException if an arena would have more elements than an array can
   */
  public Memory(int capacity, SampleSize sample, ScratchSize scratch) {
    this.capacity = capacity;
    this.floats = new float[Math.multiplyExact(capacity, sample.floats())];
    this.words = new long[Math.multiplyExact(capacity, sample.words())];
    this.bytes = new byte[Math.multiplyExact(capacity, sample.bytes())];
    this.scratchFloats = new float[scratch.floats()];
    this.scratchWords = new long[scratch.words()];
    this.scratchInts = new int[scratch.ints()];
    this.sums = new float[scratch.sums()][ScratchSize.LANES];
    this.counts = new int[scratch.counts()][ScratchSize.LANES];
    this.starts = new int[scratch.counts()];
    this.ones = new int[scratch.counts()];
    this.classes = new int[scratch.counts()];
  }

  /**
   * Bytes that a memory takes, as the constructor's parameters say, without its arrays' headers.
   */
  public static long bytes(int capacity, SampleSize sample, ScratchSize scratch) {
    long collected = (long) scratch.floats() * Float.BYTES + (long) scratch.words() * Long.BYTES;
    long sums = (long) scratch.sums() * ScratchSize.LANES * Float.BYTES;
    long ints = scratch.ints() + (long) scratch.counts() * (ScratchSize.LANES + ROW_INTS);
    return capacity * sample.total() + collected + sums + ints * Integer.BYTES;
  }

  /**
   * Lets steps see the caller's arrays, samples in Deeplearning4j's layout.
   *
   * @param inputs one array for each input of the graph
   * @param outputs one array for each output of the graph
   */
  public void bind(float[][] inputs, float[][] outputs) {
    this.inputs = inputs;
    this.outputs = outputs;
  }

  /**
   * Lets steps see the caller's arrays, samples in Deeplearning4j's layout.
   *
   * @param pixels one array of unsigned bytes for each input of the graph
   * @param outputs one array for each output of the graph
   */
  public void bind(byte[][] pixels, float[][] outputs) {
    this.pixels = pixels;
    this.outputs = outputs;
  }

  /** Forgets the caller's arrays. */
  public void unbind() {
    bind(UNBOUND, UNBOUND);
    pixels = NO_PIXELS;
  }

  /** Sets which of the caller's samples the block starts with. */
  public void startAt(int sample) {
    firstSample = sample;
  }

  /** The most samples in a block. */
  public int capacity() {
    return capacity;
  }

  /** The arena of floats. */
  public float[] floats() {
    return floats;
  }

  /** The arena of bits. */
  public long[] words() {
    return words;
  }

  /** The arena of 8-bit integers. */
  public byte[] bytes() {
    return bytes;
  }

  /** The arena of a slot: float[], long[] or byte[]. */
  public Object arena(Slot slot) {
    return switch (slot.store()) {
      case FLOATS -> floats;
      case WORDS -> words;
      case BYTES -> bytes;
    };
  }

  /** Working space for floats collected from the arena. */
  public float[] scratchFloats() {
    return scratchFloats;
  }

  /** Working space for words collected from the arena. */
  public long[] scratchWords() {
    return scratchWords;
  }

  /** Working space for integers. */
  public int[] scratchInts() {
    return scratchInts;
  }

  /** Working space for sums of products, one array a row. */
  public float[][] sums() {
    return sums;
  }

  /** Working space for counts of bits, one array a row. */
  public int[][] counts() {
    return counts;
  }

  /** Working space for where the operands of each row of counts start. */
  public int[] starts() {
    return starts;
  }

  /** Working space for the number of ones in the operands of each row of counts. */
  public int[] ones() {
    return ones;
  }

  /** Working space for the class of the placement of each row of counts. */
  public int[] classes() {
    return classes;
  }

  /** The caller's array for an input of the graph. */
  public float[] input(int index) {
    return inputs[index];
  }

  /** Whether the caller's arrays for inputs are of pixels. */
  public boolean hasPixels() {
    return pixels.length > 0;
  }

  /** The caller's array of pixels for an input of the graph. */
  public byte[] pixels(int index) {
    return pixels[index];
  }

  /** The caller's array for an output of the graph. */
  public float[] output(int index) {
    return outputs[index];
  }

  /** Which of the caller's samples the block starts with. */
  public int firstSample() {
    return firstSample;
  }
}
