package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.quantizer.AffineQuantizer;

/** Quantises floats to 8-bit integers one by one. */
final class ScalarInt8Quantizer implements Int8Quantizer {

  private final AffineQuantizer quantizer;

  ScalarInt8Quantizer(AffineQuantizer quantizer) {
    this.quantizer = quantizer;
  }

  @Override
  public void run(float[] values, int from, byte[] integers, int to, int count) {
    for (int i = 0; i < count; i++) {
      integers[to + i] = (byte) quantizer.quantize(values[from + i]);
    }
  }
}
