package io.dl4jcompact.core;

import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.longer.MatchCondition;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Condition;
import org.nd4j.linalg.indexing.conditions.Conditions;

/** Refuses what quantisation would hide: a bit does not tell that it was NaN or infinite. */
public final class FiniteInput {

  private FiniteInput() {}

  /**
   * @throws IllegalStateException if a value is NaN or infinite; the message names the layer
   */
  public static void require(Layer conf, INDArray x) {
    require(conf, "input", x);
  }

  /**
   * As {@link #require(Layer, INDArray)}.
   *
   * @param what the values are, for the message
   */
  public static void require(Layer conf, String what, INDArray x) {
    // One pass where all is well; a sum of finite values may be infinite.
    if (Double.isFinite(x.sumNumber().doubleValue())) {
      return;
    }
    long found = count(x, Conditions.isNan()) + count(x, Conditions.isInfinite());
    if (found > 0) {
      throw new IllegalStateException(
          new LayerSettings(conf.getClass().getSimpleName(), conf.getLayerName())
              .message(
                  "the number of NaN or infinite values in the " + what,
                  found,
                  "0",
                  "look for them in the data, or lower the learning rate"));
    }
  }

  /** How many values meet a condition. */
  public static long count(INDArray x, Condition condition) {
    return Nd4j.getExecutioner().exec(new MatchCondition(x, condition)).getLong(0);
  }
}
