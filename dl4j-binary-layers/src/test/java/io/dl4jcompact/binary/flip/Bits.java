package io.dl4jcompact.binary.flip;

import io.dl4jcompact.core.LayerSettings;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.Regularization.ApplyStep;

/** One parameter of bits, updated step by step in the order in which Deeplearning4j does it. */
final class Bits {

  static final LayerSettings LAYER = new LayerSettings("BooleanDenseLayer", "mine");

  private final INDArray weights;
  private final INDArray state;
  private final BitFlipsUpdater updater;
  private int iteration;

  /**
   * @param signs e(w), -1 and 1
   */
  Bits(FlipUpdater rule, DataType dataType, int... signs) {
    weights = Nd4j.createFromArray(signs).castTo(dataType).addi(1).divi(2);
    IUpdater config = rule.forBits(LAYER, "W", signs.length);
    state = Nd4j.createUninitialized(dataType, config.stateSize(signs.length));
    updater = (BitFlipsUpdater) (GradientUpdater<?>) config.instantiate(state, true);
  }

  void step(double... signal) {
    INDArray gradient = Nd4j.createFromArray(signal).castTo(weights.dataType());
    apply(ApplyStep.BEFORE_UPDATER, gradient);
    updater.applyUpdater(gradient, iteration++, 0);
    apply(ApplyStep.POST_UPDATER, gradient);
    weights.subi(gradient);
  }

  private void apply(ApplyStep step, INDArray gradient) {
    List<Regularization> rules = BitSigns.RULES;
    rules.stream()
        .filter(rule -> rule.applyStep() == step)
        .forEach(rule -> rule.apply(weights, gradient, 1, iteration, 0));
  }

  /** e(w). */
  double[] signs() {
    return weights.mul(2).subi(1).data().asDouble();
  }

  /** M, from what is kept of it, M·e(w). */
  double[] accumulators() {
    double[] signs = signs();
    double[] products = updater.accumulators().values();
    for (int i = 0; i < signs.length; i++) {
      // Plus 0, so that what was reset is not the -0 of -1 times 0.
      products[i] = products[i] * signs[i] + 0.0;
    }
    return products;
  }

  /** β, or what would be. */
  double kept() {
    return state.getDouble(state.length() - 1);
  }

  long flipped() {
    return updater.flipped();
  }
}
