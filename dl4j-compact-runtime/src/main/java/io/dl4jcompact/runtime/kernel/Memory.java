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

  private final int capacity;
  private final float[] floats;
  private final long[] words;
  private final float[] scratchFloats;
  private final long[] scratchWords;
  private final float[][] sums;
  private final int[][] counts;
  private final int[] ones;
  private float[][] inputs = UNBOUND;
  private byte[][] pixels = NO_PIXELS;
  private float[][] outputs = UNBOUND;
  private int firstSample;

  /**
   * @param capacity the most samples in a block, at least 1
   * @param floatsPerSample floats that one sample's values take at most
   * @param wordsPerSample words of bits that one sample's values take at most
   * @param scratch working space, whatever the capacity
   * @throws ArithmeticException if an arena would have more elements than an array can
   */
  public Memory(int capacity, int floatsPerSample, int wordsPerSample, ScratchSize scratch) {
    this.capacity = capacity;
    this.floats = new float[Math.multiplyExact(capacity, floatsPerSample)];
    this.words = new long[Math.multiplyExact(capacity, wordsPerSample)];
    this.scratchFloats = new float[scratch.floats()];
    this.scratchWords = new long[scratch.words()];
    this.sums = new float[scratch.sums()][ScratchSize.LANES];
    this.counts = new int[scratch.counts()][ScratchSize.LANES];
    this.ones = new int[scratch.counts()];
  }

  /**
   * Bytes that a memory takes, as the constructor's parameters say, without its arrays' headers.
   */
  public static long bytes(
      int capacity, int floatsPerSample, int wordsPerSample, ScratchSize scratch) {
    long values = (long) floatsPerSample * Float.BYTES + (long) wordsPerSample * Long.BYTES;
    long collected = (long) scratch.floats() * Float.BYTES + (long) scratch.words() * Long.BYTES;
    long sums = (long) scratch.sums() * ScratchSize.LANES * Float.BYTES;
    long counts = (long) scratch.counts() * (ScratchSize.LANES + 1) * Integer.BYTES;
    return capacity * values + collected + sums + counts;
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

  /** The arena of a slot: float[] or long[]. */
  public Object arena(Slot slot) {
    return slot.oneBit() ? words : floats;
  }

  /** Working space for floats collected from the arena. */
  public float[] scratchFloats() {
    return scratchFloats;
  }

  /** Working space for words collected from the arena. */
  public long[] scratchWords() {
    return scratchWords;
  }

  /** Working space for sums of products, one array a row. */
  public float[][] sums() {
    return sums;
  }

  /** Working space for counts of bits, one array a row. */
  public int[][] counts() {
    return counts;
  }

  /** Working space for what the ones of each row of counts amount to. */
  public int[] ones() {
    return ones;
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
