package io.dl4jcompact.runtime.format;

import io.dl4jcompact.runtime.ModelFormatException;
import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.ChannelThreshold;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Ints;

/** A convolution or dense layer: window, outputs, groups, weights and epilogue. */
final class ConvolutionCodec {

  private static final int REAL_EPILOGUE = 1;
  private static final int THRESHOLD = 2;
  private static final int CHANNEL_THRESHOLD = 3;

  private ConvolutionCodec() {}

  static void write(Convolution op, OpWriter to) throws ModelFormatException {
    Attributes.writeWindow(op.window(), to);
    to.number("outputs", op.outputs());
    to.number("groups", op.groups());
    WeightsCodec.write(op.weights(), to);
    writeEpilogue(op.epilogue(), to);
  }

  /**
   * @throws IllegalArgumentException if the parts do not go together
   */
  static Convolution read(OpReader from) throws ModelFormatException {
    return new Convolution(
        Attributes.readWindow(from),
        from.number("outputs"),
        from.number("groups"),
        WeightsCodec.read(from),
        readEpilogue(from));
  }

  private static void writeEpilogue(Epilogue epilogue, OpWriter to) throws ModelFormatException {
    if (epilogue instanceof Epilogue.Real real) {
      to.out().u8(REAL_EPILOGUE);
      writeReal(real, to);
    } else if (epilogue instanceof Epilogue.Threshold threshold) {
      to.out().u8(THRESHOLD);
      Codes.ELEMENTS.write(threshold.element(), to.out());
      to.limits(threshold.limits());
      writeFlips(threshold.flips(), to);
    } else if (epilogue instanceof ChannelThreshold threshold) {
      to.out().u8(CHANNEL_THRESHOLD);
      writeChannelThreshold(threshold, to);
    } else {
      throw new AssertionError("no code for " + epilogue.getClass());
    }
  }

  private static Epilogue readEpilogue(OpReader from) throws ModelFormatException {
    int kind = from.in().u8("kind of epilogue");
    return switch (kind) {
      case REAL_EPILOGUE -> readReal(from);
      case THRESHOLD -> readThreshold(from);
      case CHANNEL_THRESHOLD -> readChannelThreshold(from);
      default -> throw from.in().unknown("kind of epilogue is " + kind + ", expected 1..3");
    };
  }

  static void writeReal(Epilogue.Real real, OpWriter to) throws ModelFormatException {
    to.floats("scale", real.scale());
    to.floats("shift", real.shift());
    Attributes.writeActivation(real.activation(), to.out());
  }

  static Epilogue.Real readReal(OpReader from) throws ModelFormatException {
    return new Epilogue.Real(
        from.floats("scale"), from.floats("shift"), Attributes.readActivation(from.in()));
  }

  private static Epilogue readThreshold(OpReader from) throws ModelFormatException {
    ElementType element = Codes.ELEMENTS.read(from.in());
    Ints limits = from.limits();
    return new Epilogue.Threshold(limits, readFlips(limits.length(), from), element);
  }

  static void writeChannelThreshold(ChannelThreshold op, OpWriter to) throws ModelFormatException {
    Codes.ELEMENTS.write(op.element(), to.out());
    to.floats("limits", op.limits());
    writeFlips(op.flips(), to);
  }

  static ChannelThreshold readChannelThreshold(OpReader from) throws ModelFormatException {
    ElementType element = Codes.ELEMENTS.read(from.in());
    Floats limits = from.floats("limits");
    return new ChannelThreshold(limits, readFlips(limits.length(), from), element);
  }

  /** None where no bit is set, which is what most layers have. */
  private static void writeFlips(Bits flips, OpWriter to) throws ModelFormatException {
    to.bits("flips", flips.isZero() ? Bits.zeros(0) : flips);
  }

  private static Bits readFlips(int channels, OpReader from) throws ModelFormatException {
    Bits flips = from.bits("flips");
    if (flips.length() == 0) {
      return Bits.zeros(channels);
    }
    if (flips.isZero()) {
      throw from.in().error("flips are all 0, which is written as none");
    }
    return flips;
  }
}
