package io.dl4jcompact.examples.marks;

import io.dl4jcompact.examples.data.Dataset;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Networks that learn in a minute or two, the same shapes by every method. Settings of the methods
 * were chosen on held-out training images; docs/results.md says how.
 */
enum SmallNet implements Recipe.Architecture {
  /** Dense 784-256-256-10: one-bit but for the last layer. */
  MLP(3, 3000, 3e-6) {
    @Override
    public ComputationGraphConfiguration configuration(
        Precision precision, InputType input, IUpdater updater, long seed) {
      InputType pixels = InputType.feedForward(input.arrayElementsPerExample());
      return new Chain(precision, pixels, updater, seed)
          .layer(precision.denseOfPixels(256))
          .normalisation()
          .normalised(precision.dense(256))
          .classes();
    }
  },
  /** A float 5x5 convolution with 8 channels, one-bit ones with 32 and 64, dense 128-10. */
  CNN(2, 15000, 1e-7) {
    @Override
    public ComputationGraphConfiguration configuration(
        Precision precision, InputType input, IUpdater updater, long seed) {
      return new Chain(precision, input, updater, seed)
          .pixels(8)
          .halved()
          .normalised(precision.convolution(32))
          .normalised(precision.convolution(64))
          .halved()
          .normalised(precision.dense(128))
          .classes();
    }
  };

  private static final int BATCH = 100;
  private static final double GAMMA = 0.01;
  private static final double PEAK = 3e-3;

  private final int epochs;
  private final double eta;
  private final double threshold;

  SmallNet(int epochs, double eta, double threshold) {
    this.epochs = epochs;
    this.eta = eta;
    this.threshold = threshold;
  }

  /** A training of this network; all methods train floats alike. */
  Recipe recipe(Dataset dataset, FlipMethod method) {
    return new Recipe(dataset, this, new Unchanged(), BATCH, epochs, updates(method), 0);
  }

  private Updates updates(FlipMethod method) {
    AdamCycle floats = new AdamCycle(PEAK);
    return switch (method) {
      case SIGN_FLIP -> new SignFlips(eta, floats);
      case BOP -> new BopFlips(GAMMA, threshold, floats);
      case STRAIGHT_THROUGH -> floats;
      case PACKED ->
          throw new IllegalArgumentException(
              "packed training takes no batch normalisation between Boolean layers");
    };
  }
}
