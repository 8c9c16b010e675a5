package io.dl4jcompact.quant.calibration;

import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The mean of each channel of the arrays that were added, in double precision. */
final class ChannelMeans {

  private static final int CHANNELS = 1;

  private INDArray sums;
  private double count;

  /**
   * @param z [minibatch, channels] or [minibatch, channels, height, width]
   */
  void add(INDArray z) {
    int[] others = IntStream.range(0, z.rank()).filter(i -> i != CHANNELS).toArray();
    INDArray added = z.castTo(DataType.DOUBLE).sum(others);
    sums = sums == null ? added : sums.addi(added);
    count += (double) z.length() / z.size(CHANNELS);
  }

  /** One number a channel, of a new array. */
  INDArray means() {
    return sums.div(count);
  }
}
