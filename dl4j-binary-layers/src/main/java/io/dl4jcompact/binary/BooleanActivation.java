package io.dl4jcompact.binary;

import io.dl4jcompact.binary.flip.Threshold;
import io.dl4jcompact.core.LayerSettings;
import io.dl4jcompact.export.ExportedActivation;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.Unpack;
import java.util.List;
import java.util.Objects;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Tanh;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Gives a bit of a sum s; the signal passes where s is near the threshold.
 *
 * <pre>
 * y = 1 if s ≥ τ, else 0
 * ∂s = ∂y · (1 - tanh²(α(s - τ))),  α = π / (2·√(3m))
 * </pre>
 *
 * <p>m is the fan-in of the layer whose sum s is. A Boolean layer knows it and overrides what is
 * set here; elsewhere, as behind a batch normalisation, it must be given.
 *
 * @see <a href="https://arxiv.org/abs/2405.16339">B⊕LD: Boolean Logic Deep Learning, 2024</a>
 */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.NONE,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE)
public final class BooleanActivation extends BaseActivationFunction implements ExportedActivation {

  private final float threshold;
  private final long fanIn;

  /** τ = 0, with the fan-in of the Boolean layer that it is set in. */
  public BooleanActivation() {
    this(0);
  }

  /**
   * With the fan-in of the Boolean layer that it is set in.
   *
   * @param threshold τ
   * @throws IllegalArgumentException if it is not finite
   */
  public BooleanActivation(float threshold) {
    this(threshold, 0);
  }

  @JsonCreator
  BooleanActivation(@JsonProperty("threshold") float threshold, @JsonProperty("fanIn") long fanIn) {
    if (!Float.isFinite(threshold)) {
      throw new IllegalArgumentException(
          "BooleanActivation: threshold is " + threshold + ", expected a finite number");
    }
    new LayerSettings("BooleanActivation", null)
        .atLeast(0, "fanIn", fanIn, "give the number of inputs of one sum, or leave it out");
    // Plus 0, so that -0, which compares as 0, is equal to it and has its hash code.
    this.threshold = threshold + 0f;
    this.fanIn = fanIn;
  }

  /**
   * The same with m.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  public BooleanActivation withFanIn(long inputs) {
    new LayerSettings("BooleanActivation", null)
        .atLeast(1, "fanIn", inputs, "give the number of inputs of one sum");
    return new BooleanActivation(threshold, inputs);
  }

  /** τ. */
  @JsonProperty("threshold")
  public float threshold() {
    return threshold;
  }

  /** m; 0 where it is the layer's. */
  @JsonProperty("fanIn")
  public long fanIn() {
    return fanIn;
  }

  @Override
  public List<Op> ops() {
    return List.of(new Quantize(new StepQuantizer(Math.nextDown(threshold))), new Unpack());
  }

  /**
   * @throws IllegalArgumentException if the input is neither FLOAT nor DOUBLE
   */
  @Override
  public INDArray getActivation(INDArray in, boolean training) {
    if (in.dataType() != DataType.FLOAT && in.dataType() != DataType.DOUBLE) {
      throw new IllegalArgumentException(
          "BooleanActivation: the data type of its input is "
              + in.dataType()
              + ", expected FLOAT or DOUBLE; shorter types do not hold the sums exactly, set the"
              + " network's .dataType(DataType.FLOAT)");
    }
    Threshold.atLeast(threshold, in, in);
    return in;
  }

  /**
   * @throws IllegalStateException if m is not known
   */
  @Override
  public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
    assertShape(in, epsilon);
    if (fanIn == 0) {
      throw new IllegalStateException(
          "BooleanActivation: fanIn is not known outside of a Boolean layer, expected the number of"
              + " inputs of one sum; set .withFanIn(..)");
    }
    double alpha = Math.PI / (2 * Math.sqrt(3.0 * fanIn));
    INDArray delta = in.sub(threshold).muli(alpha);
    Nd4j.exec(new Tanh(delta, delta));
    delta.muli(delta).rsubi(1).muli(epsilon);
    return new Pair<>(delta, null);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BooleanActivation that
        && threshold == that.threshold
        && fanIn == that.fanIn;
  }

  @Override
  public int hashCode() {
    return Objects.hash(threshold, fanIn);
  }

  @Override
  public String toString() {
    return "BooleanActivation(threshold=%s, fanIn=%d)".formatted(threshold, fanIn);
  }
}
