package io.dl4jcompact.benchmarks;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.RunResult;

/**
 * A benchmark method with its parameters.
 *
 * @param method its name with its class
 * @param parameters each {@code name=value}, ordered by name
 */
record Run(String method, List<String> parameters) {

  Run {
    parameters = parameters.stream().sorted().toList();
  }

  /** A method of a class. */
  static Run of(Class<?> type, String method, String... parameters) {
    return new Run(type.getName() + "." + method, List.of(parameters));
  }

  /** What a result is of. */
  static Run of(RunResult result) {
    BenchmarkParams params = result.getParams();
    Collection<String> names = params.getParamsKeys();
    return new Run(
        params.getBenchmark(),
        names.stream().map(name -> name + "=" + params.getParam(name)).toList());
  }
}
