package io.dl4jcompact.binary.flip;

import io.dl4jcompact.core.LayerSettings;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonInclude;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * An updater that flips bits or keeps them. It may be a layer's or the whole network's.
 *
 * <p>Boolean layers ask {@link #forBits} for what updates their parameters. All other layers have
 * floats, which are given to the updater named by {@code withOthers}; without one they are refused.
 * In a Boolean layer it takes the place of another flip updater only, so that fine-tuning a network
 * with, say, {@code Adam} changes how its floats are trained and leaves the bits their rule.
 *
 * <p>The learning rate that Deeplearning4j knows, shows and sets is that of the floats' updater.
 */
@JsonAutoDetect(
    fieldVisibility = JsonAutoDetect.Visibility.NONE,
    getterVisibility = JsonAutoDetect.Visibility.NONE,
    isGetterVisibility = JsonAutoDetect.Visibility.NONE)
public abstract sealed class FlipUpdater implements IUpdater permits SignFlip, Bop {

  // Null where there is none; Optional cannot be serialised.
  private final IUpdater others;
  private final AccumulatorFormat format;

  FlipUpdater(IUpdater others, AccumulatorFormat format) {
    this.others = others;
    this.format = format;
  }

  /** What updates floats, if anything does. */
  public final Optional<IUpdater> others() {
    return Optional.ofNullable(others);
  }

  @JsonProperty("others")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  final IUpdater othersOrNull() {
    return others;
  }

  /** What is kept of each bit between two updates. */
  public final AccumulatorType accumulators() {
    return format.type();
  }

  final AccumulatorFormat format() {
    return format;
  }

  @JsonProperty("accumulators")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  final AccumulatorFormat formatOrNull() {
    return format.orNull();
  }

  /**
   * The random numbers that round integer accumulators of one parameter, of which {@code
   * with(iteration)} are those of an iteration. They follow from the updater's seed and the two
   * names; which of them a bit gets, by {@link Dither}, follows from its index in the parameter's
   * memory.
   */
  public final Noise rounding(String layer, String parameter) {
    return new Noise(format.seed()).with(Objects.hashCode(layer)).with(Objects.hashCode(parameter));
  }

  /**
   * The updater of one parameter that is all bits. It is equal to itself alone, so that
   * Deeplearning4j joins no two parameters: each has its own accumulators and its own share of kept
   * bits. Expects the regularisations {@link BitSigns#RULES}, before and after it.
   *
   * @param layer whose parameter it is, for messages
   * @param parameter its name
   * @param bits number of its bits
   */
  public final IUpdater forBits(LayerSettings layer, String parameter, long bits) {
    return new BitFlips(this, layer, parameter, bits);
  }

  /**
   * What is done with the bits of one parameter in an iteration.
   *
   * @param kept the share of weights that the last update of the parameter kept, 1 at the beginning
   * @throws IllegalStateException if a schedule gives a value that is not in its range
   */
  public abstract FlipStep step(double kept, int iteration, int epoch);

  private IUpdater requireOthers() {
    if (others == null) {
      throw new IllegalStateException(
          this
              + " flips bits, but a layer that is not Boolean has floats; name what updates them,"
              + " for example .withOthers(new Adam(1e-3)), or set the flips on the Boolean layers"
              + " alone");
    }
    return others;
  }

  @Override
  public final long stateSize(long numParams) {
    return requireOthers().stateSize(numParams);
  }

  @Override
  public final GradientUpdater<?> instantiate(INDArray view, boolean initialize) {
    return requireOthers().instantiate(view, initialize);
  }

  @Override
  public final GradientUpdater<?> instantiate(Map<String, INDArray> state, boolean initialize) {
    return requireOthers().instantiate(state, initialize);
  }

  @Override
  public final boolean hasLearningRate() {
    return others != null && others.hasLearningRate();
  }

  @Override
  public final double getLearningRate(int iteration, int epoch) {
    return requireOthers().getLearningRate(iteration, epoch);
  }

  @Override
  public final void setLrAndSchedule(double rate, ISchedule schedule) {
    requireOthers().setLrAndSchedule(rate, schedule);
  }

  @Override
  public abstract FlipUpdater clone();

  /** Whether the two have equal updaters for floats, and keep accumulators alike. */
  final boolean sameSettings(FlipUpdater that) {
    return Objects.equals(others, that.others) && format.equals(that.format);
  }

  final int settingsHash() {
    return Objects.hash(others, format);
  }

  /** The settings as a text, the end of those of an updater. */
  final String settingsText() {
    return "others=" + others + (format.orNull() == null ? "" : ", accumulators=" + format.type());
  }

  static IUpdater copy(IUpdater updater) {
    return updater == null ? null : updater.clone();
  }
}
