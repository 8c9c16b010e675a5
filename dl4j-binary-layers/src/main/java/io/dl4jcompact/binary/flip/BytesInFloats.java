package io.dl4jcompact.binary.flip;

/**
 * Bytes kept in an array of floats or doubles, three in each as a whole number below 2²⁴: the most
 * that any float holds exactly, without the bit patterns of NaN, which files and copies need not
 * keep.
 */
final class BytesInFloats {

  /** Bytes of one float. */
  static final int BYTES = 3;

  private static final int MASK = 0xff;

  private BytesInFloats() {}

  /** Number of floats that so many bytes need. */
  static long floats(long bytes) {
    return (bytes + BYTES - 1) / BYTES;
  }

  static float[] pack(byte[] bytes) {
    float[] packed = new float[(int) floats(bytes.length)];
    for (int i = 0; i < packed.length; i++) {
      int number = 0;
      for (int k = Math.min(BYTES, bytes.length - BYTES * i) - 1; k >= 0; k--) {
        number = number << Byte.SIZE | bytes[BYTES * i + k] & MASK;
      }
      packed[i] = number;
    }
    return packed;
  }

  /**
   * @param packed whole numbers, of {@link #pack}
   * @param length number of bytes that were packed
   */
  static byte[] unpack(float[] packed, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ((int) packed[i / BYTES] >>> i % BYTES * Byte.SIZE);
    }
    return bytes;
  }
}
