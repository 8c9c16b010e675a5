package io.dl4jcompact.sparse;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.Objects;
import java.util.function.IntPredicate;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Which weights of one parameter are connected: a bit for each, in the order in which the parameter
 * lies in the network's vector of parameters. Immutable.
 */
public final class Mask {

  private final int length;
  private final BitSet bits;

  private Mask(int length, BitSet bits) {
    this.length = length;
    this.bits = bits;
  }

  /**
   * A mask from a function.
   *
   * @param length number of weights, at least 1
   * @param connected whether the weight with an index is connected
   */
  public static Mask of(int length, IntPredicate connected) {
    requireLength(length);
    BitSet bits = new BitSet(length);
    for (int i = 0; i < length; i++) {
      bits.set(i, connected.test(i));
    }
    return new Mask(length, bits);
  }

  /**
   * An exact number of connections, every choice of them as likely as any other (Knuth's selection
   * sampling, algorithm S).
   *
   * @param length number of weights, at least 1
   * @param connections 0 to {@code length}
   */
  static Mask exact(int length, int connections, long seed) {
    Objects.checkFromToIndex(0, connections, length);
    SplitMix random = new SplitMix(seed);
    int[] wanted = {connections};
    return of(
        length,
        i -> {
          boolean connected = random.nextDouble() * (length - i) < wanted[0];
          wanted[0] -= connected ? 1 : 0;
          return connected;
        });
  }

  /** Each connection on its own, with the same probability. */
  static Mask bernoulli(int length, double density, long seed) {
    SplitMix random = new SplitMix(seed);
    return of(length, i -> random.nextDouble() < density);
  }

  /**
   * The mask with these bytes.
   *
   * @throws IllegalArgumentException if there are not as many as the length takes, or bits beyond
   *     it are 1
   */
  static Mask of(int length, byte... bytes) {
    requireLength(length);
    BitSet bits = BitSet.valueOf(bytes);
    if (bytes.length != (length + 7) / 8 || bits.length() > length) {
      throw new IllegalArgumentException(
          "a mask of %d weights has %d bytes with %d bits, expected %d bytes"
              .formatted(length, bytes.length, bits.length(), (length + 7) / 8));
    }
    return new Mask(length, bits);
  }

  /** Bit i is bit i mod 8, from the least, of byte i / 8; bits beyond the length are 0. */
  byte[] bytes() {
    byte[] all = new byte[(length + 7) / 8];
    ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).put(bits.toByteArray());
    return all;
  }

  private static void requireLength(int length) {
    if (length < 1) {
      throw new IllegalArgumentException("mask length is " + length + ", expected at least 1");
    }
  }

  /** Number of weights. */
  public int length() {
    return length;
  }

  /** Number of connected weights. */
  public int connections() {
    return bits.cardinality();
  }

  /** Share of connected weights, 0 to 1. */
  public double density() {
    return (double) connections() / length;
  }

  /**
   * Whether a weight is connected.
   *
   * @param index 0 to {@link #length} - 1
   */
  public boolean isConnected(int index) {
    return bits.get(Objects.checkIndex(index, length));
  }

  /** Ones and zeros, [length], outside of workspaces. */
  @SuppressWarnings("try")
  INDArray vector(DataType type) {
    float[] values = new float[length];
    for (int i = bits.nextSetBit(0); i >= 0; i = bits.nextSetBit(i + 1)) {
      values[i] = 1;
    }
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return Nd4j.createFromArray(values).castTo(type);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Mask mask && length == mask.length && bits.equals(mask.bits);
  }

  @Override
  public int hashCode() {
    return 31 * length + bits.hashCode();
  }

  @Override
  public String toString() {
    return connections() + " of " + length + " weights";
  }
}
