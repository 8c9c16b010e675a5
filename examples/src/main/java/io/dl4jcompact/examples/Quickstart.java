package io.dl4jcompact.examples;

import org.nd4j.linalg.factory.Nd4j;

/** Prints which ND4J backend runs. */
public final class Quickstart {
  private Quickstart() {}

  public static void main(String[] args) {
    System.out.println(Nd4j.getBackend() + ", arguments: " + String.join(" ", args));
  }
}
