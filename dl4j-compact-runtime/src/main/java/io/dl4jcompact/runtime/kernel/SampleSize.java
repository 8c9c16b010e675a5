package io.dl4jcompact.runtime.kernel;

/**
 * What one sample's values take at most, of each kind of array.
 *
 * @param floats number of floats
 * @param words number of words of bits
 * @param bytes number of 8-bit integers
 */
public record SampleSize(int floats, int words, int bytes) {

  /** Bytes of all of them. */
  public long total() {
    return (long) floats * Float.BYTES + (long) words * Long.BYTES + bytes;
  }
}
