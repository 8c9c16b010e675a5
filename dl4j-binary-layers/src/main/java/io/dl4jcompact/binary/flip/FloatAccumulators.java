package io.dl4jcompact.binary.flip;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Accumulators that are floats, or doubles, of the updater's state.
 *
 * @param config for messages
 * @param array flat, the state's own memory
 */
record FloatAccumulators(BitFlips config, INDArray array) implements BitAccumulators {

  private static final String KEY = "M";

  static FloatAccumulators of(BitFlips config, Map<String, INDArray> state) {
    return new FloatAccumulators(config, state.get(KEY));
  }

  @Override
  public long count() {
    return array.length();
  }

  @Override
  public void reset() {
    array.assign(0);
  }

  @Override
  public void decide(INDArray signal, FlipStep step, Noise rounding) {
    array.muli(step.memory()).addi(signal.muli(step.gain()));
    if (step.inclusive()) {
      Threshold.atLeast(step.limit(), array, signal);
    } else {
      Threshold.above(step.limit(), array, signal);
    }
    INDArray flipped = array.mul(signal);
    array.subi(step.reset() ? flipped : flipped.muli(2));
    double sum = array.sumNumber().doubleValue();
    if (!Double.isFinite(sum)) {
      throw config.refusal(sum);
    }
  }

  @Override
  public void turn(INDArray change) {
    array.muli(change);
  }

  @Override
  public double[] values() {
    return array.dup().data().asDouble();
  }

  @Override
  public Map<String, INDArray> state() {
    return Map.of(KEY, array);
  }
}
