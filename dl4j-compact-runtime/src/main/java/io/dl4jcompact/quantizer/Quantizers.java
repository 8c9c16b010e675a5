package io.dl4jcompact.quantizer;

import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text form of quantisers. */
public final class Quantizers {

  /** Apart, since a model that is read has no text forms and should start soon. */
  private static final class Spec {
    static final Pattern FORM = Pattern.compile("(\\w+)(?:\\(([^()]*)\\))?");
  }

  private Quantizers() {}

  /**
   * The quantiser that a spec names: {@code none}, {@code step(θ, estimator)}, {@code
   * stochastic_step(estimator)} or {@code sign(θ, estimator)}.
   *
   * @throws IllegalArgumentException if the spec is none of these; the message quotes it
   */
  public static Quantizer parse(String spec) {
    Matcher matcher = Spec.FORM.matcher(Objects.requireNonNull(spec, "spec").strip());
    if (!matcher.matches()) {
      throw unknown(spec);
    }
    List<String> arguments =
        matcher.group(2) == null ? List.of() : List.of(matcher.group(2).strip().split("\\s*,\\s*"));
    String form = matcher.group(1) + "/" + arguments.size();
    return switch (form) {
      case "none/0" -> new Identity();
      case "step/2" -> new StepQuantizer(threshold(spec, arguments), estimator(arguments));
      case "sign/2" -> new SignQuantizer(threshold(spec, arguments), estimator(arguments));
      case "stochastic_step/1" -> new StochasticStepQuantizer(estimator(arguments));
      default -> throw unknown(spec);
    };
  }

  private static float threshold(String spec, List<String> arguments) {
    try {
      return Float.parseFloat(arguments.get(0));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("quantiser '" + spec + "': threshold is no number", e);
    }
  }

  private static StraightThrough estimator(List<String> arguments) {
    return StraightThrough.ofSpecName(arguments.get(arguments.size() - 1));
  }

  private static IllegalArgumentException unknown(String spec) {
    return new IllegalArgumentException(
        "unknown quantiser '"
            + spec
            + "', expected none, step(threshold, estimator), stochastic_step(estimator)"
            + " or sign(threshold, estimator)");
  }

  static void requireFinite(String quantizer, float threshold) {
    if (!Float.isFinite(threshold)) {
      throw new IllegalArgumentException(
          quantizer + ": threshold must be finite, got " + threshold);
    }
  }
}
