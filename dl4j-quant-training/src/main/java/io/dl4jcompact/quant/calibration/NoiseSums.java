package io.dl4jcompact.quant.calibration;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The energies of a signal and of what differs from it. */
final class NoiseSums {

  private double signal;
  private double noise;

  void add(INDArray exact, INDArray quantized) {
    INDArray reference = exact.castTo(DataType.DOUBLE);
    signal += square(reference);
    noise += square(quantized.castTo(DataType.DOUBLE).sub(reference));
  }

  private static double square(INDArray x) {
    double norm = x.norm2Number().doubleValue();
    return norm * norm;
  }

  /** 10·log10(signal / noise); infinite without noise. */
  double decibels() {
    return noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);
  }
}
