package io.dl4jcompact.binary.packed;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Floats of all samples of a minibatch, the largest thing of a step. They are in a block of a
 * {@link WorkingSpace} and leave it as soon as they have been read; Java works on copies of some
 * samples.
 */
final class SampleFloats implements AutoCloseable {

  private final INDArray block;
  private final WorkingSpace owner;
  private final INDArray array;
  private final FloatPointer memory;
  private final int samples;
  private final int sampleSize;
  private boolean closed;

  SampleFloats(INDArray block, WorkingSpace owner, int samples, int sampleSize) {
    this.block = block;
    this.owner = owner;
    this.samples = samples;
    this.sampleSize = sampleSize;
    long length = (long) samples * sampleSize;
    INDArray used = length == block.length() ? block : block.get(NDArrayIndex.interval(0, length));
    array = used.reshape('c', samples, sampleSize);
    // A pointer of its own: ND4J would take the position of the block's one for an offset.
    memory = new FloatPointer(block.data().pointer());
  }

  /** The memory itself, [minibatch, values of a sample]. */
  INDArray array() {
    return array;
  }

  /** Number of samples. */
  int samples() {
    return samples;
  }

  /** Values of one sample. */
  int sampleSize() {
    return sampleSize;
  }

  /** Copies the values of some samples to the start of an array. */
  void read(int first, int count, float[] to) {
    memory.position((long) first * sampleSize).get(to, 0, count * sampleSize);
  }

  /** Copies the values of some samples from the start of an array. */
  void write(int first, int count, float[] from) {
    memory.position((long) first * sampleSize).put(from, 0, count * sampleSize);
  }

  /** Takes copies of some samples. */
  @FunctionalInterface
  interface Reader {
    /**
     * @param values of the samples, from the start on; may be overwritten
     * @param first the first sample
     * @param count number of samples
     */
    void accept(float[] values, int first, int count);
  }

  /** Gives copies of all samples, slice by slice. */
  void read(Slices slices, Reader reader) {
    float[] values = new float[slices.samples(sampleSize, samples) * sampleSize];
    slices.forEach(
        sampleSize,
        samples,
        (first, count) -> {
          read(first, count, values);
          reader.accept(values, first, count);
        });
  }

  /** Leaves the block to others; nothing may be asked afterwards. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      owner.giveBack(block);
    }
  }
}
