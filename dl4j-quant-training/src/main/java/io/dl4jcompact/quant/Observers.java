package io.dl4jcompact.quant;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the text form of observers. */
public final class Observers {

  private static final Pattern FORM = Pattern.compile("(\\w+)(?:\\(([^()]*)\\))?");

  private Observers() {}

  /**
   * The observer that a spec names: {@code min_max}, {@code moving_average(decay)}, {@code
   * percentile(share, decay)} or {@code histogram(mse or kl, decay)}.
   *
   * @throws IllegalArgumentException if the spec is none of these; the message quotes it
   */
  public static Observer parse(String spec) {
    Matcher matcher = FORM.matcher(Objects.requireNonNull(spec, "spec").strip());
    if (!matcher.matches()) {
      throw unknown(spec, null);
    }
    List<String> arguments =
        matcher.group(2) == null ? List.of() : List.of(matcher.group(2).strip().split("\\s*,\\s*"));
    try {
      return switch (matcher.group(1) + "/" + arguments.size()) {
        case "min_max/0" -> new MinMaxObserver();
        case "moving_average/1" -> new MovingAverageObserver(number(arguments, 0));
        case "percentile/2" -> new PercentileObserver(number(arguments, 0), number(arguments, 1));
        case "histogram/2" ->
            new HistogramObserver(
                HistogramObserver.Criterion.valueOf(arguments.get(0).toUpperCase(Locale.ROOT)),
                number(arguments, 1));
        default -> throw unknown(spec, null);
      };
    } catch (NumberFormatException e) {
      throw unknown(spec, e);
    }
  }

  private static double number(List<String> arguments, int index) {
    return Double.parseDouble(arguments.get(index));
  }

  private static IllegalArgumentException unknown(String spec, Throwable cause) {
    return new IllegalArgumentException(
        "unknown observer '"
            + spec
            + "', expected min_max, moving_average(decay), percentile(share, decay) or"
            + " histogram(mse or kl, decay)",
        cause);
  }
}
