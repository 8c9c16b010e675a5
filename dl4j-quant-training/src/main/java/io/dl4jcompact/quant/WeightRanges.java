package io.dl4jcompact.quant;

import io.dl4jcompact.quantizer.AffineQuantizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The quantisers of weights, a function of the present weights. */
public final class WeightRanges {

  private WeightRanges() {}

  /**
   * One quantiser, or one an output channel, as the scheme says.
   *
   * @param weights finite
   * @param dimension of the weights that counts the output channels
   * @param logSteps ρ, one or one a channel; null where it is not learned
   */
  public static List<AffineQuantizer> quantizers(
      QuantizationScheme scheme, INDArray weights, int dimension, INDArray logSteps) {
    List<ValueRange> ranges = ranges(scheme, weights, dimension);
    return IntStream.range(0, ranges.size())
        .mapToObj(
            i -> scheme.quantizer(ranges.get(i), logSteps == null ? 0 : logSteps.getDouble(i)))
        .toList();
  }

  private static List<ValueRange> ranges(
      QuantizationScheme scheme, INDArray weights, int dimension) {
    if (!scheme.perChannel()) {
      return List.of(scheme.observer().rangeOf(weights, scheme.interval(), scheme.bits()));
    }
    if (scheme.observer() instanceof MinMaxObserver) {
      return extremes(weights, dimension);
    }
    List<ValueRange> ranges = new ArrayList<>();
    for (long channel = 0; channel < weights.size(dimension); channel++) {
      INDArray slice = channel(weights, dimension, channel);
      ranges.add(scheme.observer().rangeOf(slice, scheme.interval(), scheme.bits()));
    }
    return ranges;
  }

  private static INDArray channel(INDArray weights, int dimension, long channel) {
    INDArrayIndex[] indices = NDArrayIndex.allFor(weights);
    indices[dimension] = NDArrayIndex.interval(channel, channel + 1);
    return weights.get(indices);
  }

  /** What {@link MinMaxObserver} gives for each channel, in two passes. */
  private static List<ValueRange> extremes(INDArray weights, int dimension) {
    int[] others = IntStream.range(0, weights.rank()).filter(i -> i != dimension).toArray();
    double[] min = weights.min(others).castTo(DataType.DOUBLE).dup().data().asDouble();
    double[] max = weights.max(others).castTo(DataType.DOUBLE).dup().data().asDouble();
    return IntStream.range(0, min.length).mapToObj(i -> ValueRange.of(min[i], max[i])).toList();
  }
}
