package io.dl4jcompact.quant.layers;

import io.dl4jcompact.quant.QuantizationScheme;
import io.dl4jcompact.quant.Rounding;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMax;
import org.nd4j.linalg.api.ops.impl.transforms.same.Abs;
import org.nd4j.linalg.api.ops.impl.transforms.same.Floor;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The ND4J form of affine quantisers: the centred integers of a tensor, kept from a layer's forward
 * pass to its backward pass with what they came from.
 *
 * <pre>
 * c = clamp(rint(x / s), low - z, high - z)         the value of x is s·c
 * ∂L/∂x = ∂L/∂(s·c) where rint(x / s) is not clamped, else 0
 * ∂L/∂ρ = ln 2 · s · Σ ∂L/∂(s·c) · (c - x / s where it is not clamped, c elsewhere)
 * </pre>
 *
 * <p>Equals {@link io.dl4jcompact.quantizer.AffineQuantizer} element by element. Integers are whole
 * floats or doubles.
 */
final class AffineOperand {

  private static final double LN_2 = Math.log(2);

  private final INDArray latent;
  private final AffineSteps steps;
  private final INDArray centred;

  private AffineOperand(INDArray latent, AffineSteps steps, INDArray centred) {
    this.latent = latent;
    this.steps = steps;
    this.centred = centred;
  }

  /** An operand that is not quantised: its values are its integers, its step is 1. */
  static AffineOperand real(INDArray x) {
    return new AffineOperand(x, null, x);
  }

  /**
   * Quantises a tensor.
   *
   * @param x finite values
   * @param training whether the scheme's rounding is used; else the nearest
   * @param out where the integers go, of x's shape; not x itself
   */
  static AffineOperand quantize(
      QuantizationScheme scheme, INDArray x, AffineSteps steps, boolean training, INDArray out) {
    steps.divide(x, out);
    if (training && scheme.rounding() == Rounding.STOCHASTIC) {
      out.addi(Nd4j.rand(x.dataType(), x.shape()));
      Nd4j.exec(new Floor(out, out));
    } else {
      AffineSteps.rinti(out);
    }
    steps.clampi(out);
    return new AffineOperand(x, steps, out);
  }

  /** c. */
  INDArray centred() {
    return centred;
  }

  boolean isReal() {
    return steps == null;
  }

  /** The greatest |c| that there can be; infinite where nothing is quantised. */
  double magnitude() {
    return isReal() ? Double.POSITIVE_INFINITY : steps.magnitude();
  }

  /** s, one number or one a channel; null where nothing is quantised. */
  INDArray scales() {
    return isReal() ? null : steps.scales();
  }

  /** s·c in a new array, or x where nothing is quantised. */
  INDArray values() {
    return isReal() ? centred : steps.multiply(centred);
  }

  /** Turns the gradient of s·c into that of x, in place. */
  void toLatentGradienti(INDArray gradient) {
    if (!isReal()) {
      gradient.muli(inside());
    }
  }

  /** 1 where x is inside of the range, else 0. */
  private INDArray inside() {
    INDArray distance = AffineSteps.rinti(steps.divide(latent, latent.ulike()));
    INDArray clamped = steps.clampi(distance.dup(distance.ordering()));
    distance.subi(clamped);
    Nd4j.exec(new Abs(distance, distance));
    // Distances of integers are whole, and so is what is left of 1.
    distance.rsubi(1);
    Nd4j.exec(new ScalarMax(distance, null, distance, 0));
    return distance;
  }

  /**
   * The gradient of ρ: one number, or one a channel.
   *
   * @param gradient of s·c, not changed
   */
  INDArray stepGradient(INDArray gradient) {
    INDArray slope = steps.divide(latent, latent.ulike()).muli(inside()).rsubi(centred);
    return steps.sumOfScaled(slope.muli(gradient)).muli(LN_2);
  }
}
