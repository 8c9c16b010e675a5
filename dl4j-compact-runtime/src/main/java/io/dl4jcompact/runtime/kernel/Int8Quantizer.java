package io.dl4jcompact.runtime.kernel;

/** A quantiser of floats to 8-bit integers. */
@FunctionalInterface
public interface Int8Quantizer {

  /** Writes the integers of count floats. */
  void run(float[] values, int from, byte[] integers, int to, int count);
}
