package io.dl4jcompact.binary.packed;

import io.dl4jcompact.binary.flip.AccumulatorType;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * How a {@link PackedTrainer} keeps and computes.
 *
 * @param accumulators what is kept of each bit
 * @param signalBits bits of the integers that real signals are rounded to, 2 to 8. Time grows with
 *     them.
 * @param inputType of the network; empty where its configuration says it: a first layer that is
 *     dense, or a preprocessor that makes maps
 */
public record PackedOptions(
    AccumulatorType accumulators, int signalBits, Optional<InputType> inputType) {

  /** 8-bit accumulators and signals. */
  public static final PackedOptions DEFAULT =
      new PackedOptions(AccumulatorType.INT8, 8, Optional.empty());

  private static final int LEAST_BITS = 2;
  private static final int MOST_BITS = 8;

  /**
   * @throws IllegalArgumentException if signalBits is not from 2 to 8
   */
  public PackedOptions {
    Objects.requireNonNull(accumulators, "accumulators");
    Objects.requireNonNull(inputType, "inputType");
    if (signalBits < LEAST_BITS || signalBits > MOST_BITS) {
      throw new IllegalArgumentException(
          "PackedOptions: signalBits is " + signalBits + ", expected 2 to 8");
    }
  }

  /** The same with other accumulators. */
  public PackedOptions withAccumulators(AccumulatorType type) {
    return new PackedOptions(type, signalBits, inputType);
  }

  /**
   * The same with other integers for signals.
   *
   * @throws IllegalArgumentException if bits is not from 2 to 8
   */
  public PackedOptions withSignalBits(int bits) {
    return new PackedOptions(accumulators, bits, inputType);
  }

  /** The same with the type of the network's input. */
  public PackedOptions withInputType(InputType type) {
    return new PackedOptions(accumulators, signalBits, Optional.of(type));
  }
}
