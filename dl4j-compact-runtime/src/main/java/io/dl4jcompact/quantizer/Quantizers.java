package io.dl4jcompact.quantizer;

import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text form of quantisers. */
public final class Quantizers {

  /** Apart, since a model that is read has no text forms and should start soon. */
  private static final class Spec {
    static final Pattern LEVELS = Pattern.compile("levels\\(([^,()]*),([^,()]*),(.*)\\)");
    static final Pattern FORM = Pattern.compile("(\\w+)(?:\\(([^()]*)\\))?");
  }

  private Quantizers() {}

  /**
   * The quantiser that a spec names: {@code none}, {@code step(θ, estimator)}, {@code
   * stochastic_step(estimator)}, {@code dynamic_step(statistic, decay, estimator)}, {@code sign(θ,
   * estimator)} or {@code levels(upper, lower, one of these)}.
   *
   * @throws IllegalArgumentException if the spec is none of these; the message quotes it
   */
  public static Quantizer parse(String spec) {
    Matcher levels = Spec.LEVELS.matcher(Objects.requireNonNull(spec, "spec").strip());
    if (levels.matches()) {
      return new LevelQuantizer(
          Numbers.parseFloat(spec, "upper", levels.group(1)),
          Numbers.parseFloat(spec, "lower", levels.group(2)),
          parse(levels.group(3)));
    }
    Matcher matcher = Spec.FORM.matcher(spec.strip());
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
      case "dynamic_step/3" ->
          new DynamicStepQuantizer(
              Statistic.parse(arguments.get(0)),
              Numbers.parse(spec, "decay", arguments.get(1)),
              estimator(arguments));
      default -> throw unknown(spec);
    };
  }

  private static float threshold(String spec, List<String> arguments) {
    return Numbers.parseFloat(spec, "threshold", arguments.get(0));
  }

  private static StraightThrough estimator(List<String> arguments) {
    return StraightThrough.ofSpecName(arguments.get(arguments.size() - 1));
  }

  private static IllegalArgumentException unknown(String spec) {
    return new IllegalArgumentException(
        "unknown quantiser '"
            + spec
            + "', expected none, step(threshold, estimator), stochastic_step(estimator),"
            + " dynamic_step(statistic, decay, estimator), sign(threshold, estimator)"
            + " or levels(upper, lower, one of these)");
  }

  static void requireFinite(String quantizer, float threshold) {
    if (!Float.isFinite(threshold)) {
      throw new IllegalArgumentException(
          quantizer + ": threshold must be finite, got " + threshold);
    }
  }
}
