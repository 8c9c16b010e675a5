package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Activation;

/** An activation function of one float after the other. */
record ScalarActivation(Activation activation) implements FloatMap {

  @Override
  public void run(float[] values, int from, int to, int count) {
    System.arraycopy(values, from, values, to, count);
    ActivationLoop.run(activation, values, to, count);
  }
}
