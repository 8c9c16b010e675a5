package io.dl4jcompact.examples;

import java.io.IOException;

/** Trainings of one mark, which are kept so that the same job goes on from there after a stop. */
interface SeedJob {

  /** Trains by each method. */
  void run(long seed) throws IOException;

  /** Removes the kept trainings, once all is done. */
  void deleteKept() throws IOException;
}
