package io.dl4jcompact.benchmarks;

import java.io.IOException;

/** Runs the benchmarks of this module; takes JMH's own arguments. */
public final class Benchmarks {
  private Benchmarks() {}

  public static void main(String[] args) throws IOException {
    org.openjdk.jmh.Main.main(args);
  }
}
