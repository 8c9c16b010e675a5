package io.dl4jcompact.examples;

import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;

/** Runs the trainings of some marks with several seeds. */
final class SeedRuns {

  @Option(
      names = "--seeds",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,2,3",
      description = "Seeds of weights and order, one training each. Default: ${DEFAULT-VALUE}.")
  private List<Long> seeds;

  /** Seed by seed, so that a run that is stopped has compared all with the first. */
  void run(List<? extends SeedJob> jobs) throws IOException {
    for (long seed : seeds) {
      for (SeedJob job : jobs) {
        job.run(seed);
      }
    }
  }

  /** Removes what was kept, once results are out. */
  static void deleteKept(List<? extends SeedJob> jobs) throws IOException {
    for (SeedJob job : jobs) {
      job.deleteKept();
    }
  }
}
