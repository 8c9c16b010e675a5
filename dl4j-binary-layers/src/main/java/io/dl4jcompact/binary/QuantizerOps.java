package io.dl4jcompact.binary;

import io.dl4jcompact.quantizer.ElementwiseQuantizer;
import io.dl4jcompact.quantizer.Identity;
import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StochasticStepQuantizer;
import io.dl4jcompact.quantizer.StraightThrough;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMax;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMin;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.gradient.HardTanhDerivative;
import org.nd4j.linalg.api.ops.impl.transforms.gradient.LeakyReLUDerivative;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.same.Sign;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Cosh;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The ND4J forms of the quantisers. Each gives, element by element, what the scalar {@link
 * ElementwiseQuantizer} gives.
 *
 * <p>Built from ND4J's single-pass element-wise operations, which take 50 to 100 microseconds for a
 * million floats where comparisons, {@code hardtanh_bp} and {@code CompareAndSet} take 0.6 to 5
 * milliseconds.
 */
public final class QuantizerOps {

  /**
   * Where the swish derivative is 0 within 1e-10: beyond, cosh would overflow to infinity /
   * infinity.
   */
  private static final double SWISH_ZERO = 30;

  private QuantizerOps() {}

  /**
   * Writes q(x) into {@code out}, by the rule for inference.
   *
   * @param out an array of x's shape; may be x itself
   */
  public static void quantize(ElementwiseQuantizer quantizer, INDArray x, INDArray out) {
    if (quantizer instanceof Identity) {
      if (out != x) {
        out.assign(x);
      }
    } else if (quantizer instanceof SignQuantizer sign) {
      // Sign gives 0 at the threshold and for NaN; both are "not below" and become +1.
      Nd4j.exec(new Sign(shifted(x, sign.threshold(), out), out));
      Nd4j.exec(new LeakyReLUDerivative(out, out, -1));
    } else if (quantizer instanceof OneBitQuantizer step) {
      Nd4j.exec(new Step(x, out, step.threshold()));
    } else {
      throw new AssertionError(quantizer);
    }
  }

  /**
   * Writes q(x) into {@code out}, by the rule for training: as {@link #quantize}, but a {@link
   * StochasticStepQuantizer} draws from ND4J's generator, as dropout does: one generator for all
   * networks of the JVM, which a network's {@code init()} sets to its seed. The same seed and the
   * same steps give the same bits if one thread trains and nothing else draws in between; training
   * that is continued after loading draws on from wherever the generator is. {@code
   * Nd4j.getRandom().setSeed(seed)} makes any stretch of training repeatable.
   *
   * @param out an array of x's shape; not x itself
   */
  public static void quantizeTraining(ElementwiseQuantizer quantizer, INDArray x, INDArray out) {
    if (quantizer instanceof StochasticStepQuantizer) {
      // A draw u is in [0, 1), so u < x has probability clip(x, 0, 1).
      Nd4j.rand(out);
      Nd4j.exec(new Step(x.subi(out, out), out, 0));
    } else {
      quantize(quantizer, x, out);
    }
  }

  /**
   * Writes the surrogate gradient q'(x) into {@code out}.
   *
   * @param out an array of x's shape; not x itself
   */
  public static void gradient(ElementwiseQuantizer quantizer, INDArray x, INDArray out) {
    if (quantizer instanceof Identity) {
      out.assign(1);
    } else if (quantizer instanceof StochasticStepQuantizer stochastic) {
      x.muli(2, out).subi(1);
      derivative(stochastic.estimator(), out, out);
    } else if (quantizer instanceof OneBitQuantizer oneBit) {
      derivative(oneBit.estimator(), shifted(x, oneBit.threshold(), out), out);
    } else {
      throw new AssertionError(quantizer);
    }
  }

  /** Whether q'(x) = 1 everywhere, so that a gradient passes unchanged. */
  public static boolean passesGradient(ElementwiseQuantizer quantizer) {
    return quantizer instanceof Identity
        || (quantizer instanceof OneBitQuantizer oneBit
            && oneBit.estimator() == StraightThrough.IDENTITY);
  }

  private static INDArray shifted(INDArray x, float threshold, INDArray out) {
    return threshold == 0 ? x : x.subi(threshold, out);
  }

  // HardTanhDerivative is deprecated for hardtanh_bp, which takes a hundred times as long.
  @SuppressWarnings("deprecation")
  private static void derivative(StraightThrough estimator, INDArray u, INDArray out) {
    switch (estimator) {
      case IDENTITY -> out.assign(1);
      case CLIPPED -> Nd4j.exec(new HardTanhDerivative(u, out));
      case APPROX_SIGN -> {
        Nd4j.exec(new Abs(u, out));
        out.rsubi(1).muli(2);
        Nd4j.exec(new ScalarMax(out, null, out, 0));
      }
      case SWISH_SIGN -> swishDerivative(u, out);
    }
  }

  /** β·(2 - v·tanh(v/2)) / (1 + cosh(v)) with v = βu. */
  private static void swishDerivative(INDArray u, INDArray out) {
    INDArray scaled = u.mul(StraightThrough.SWISH_BETA);
    Nd4j.exec(new ScalarMin(scaled, null, scaled, SWISH_ZERO));
    Nd4j.exec(new ScalarMax(scaled, null, scaled, -SWISH_ZERO));
    INDArray denominator = scaled.dup();
    Nd4j.exec(new Cosh(denominator, denominator));
    denominator.addi(1);
    scaled.muli(0.5, out);
    Nd4j.exec(new Tanh(out, out));
    out.muli(scaled).rsubi(2).muli(StraightThrough.SWISH_BETA).divi(denominator);
  }
}
