package io.dl4jcompact.examples.marks;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.learning.config.IUpdater;

/** Networks of several widths and depths, dense. A batch normalisation is behind each layer. */
enum SparseNet {
  /** Two dense layers of 64 or 128, in the deep network four; dense 10. */
  MLP(5) {
    @Override
    ComputationGraphConfiguration configuration(
        SparseSize size, InputType input, IUpdater updater, long seed) {
      InputType pixels = InputType.feedForward(input.arrayElementsPerExample());
      int width = 64 * size.width();
      Chain chain = chain(pixels, updater, seed).layer(FLOAT.dense(width)).normalisation();
      for (int i = 1; i < 2 * size.depth(); i++) {
        chain.normalised(FLOAT.dense(width));
      }
      return chain.classes();
    }
  },
  /** Stages of 8 and 16 channels, or twice as many, one or two 3x3 convolutions each; dense 64. */
  CNN(3) {
    @Override
    ComputationGraphConfiguration configuration(
        SparseSize size, InputType input, IUpdater updater, long seed) {
      int width = 8 * size.width();
      Chain chain = chain(input, updater, seed).pixels(width);
      for (int i = 0; i < size.depth(); i++) {
        chain.normalised(FLOAT.convolution(width));
      }
      chain.halved();
      for (int i = 0; i < size.depth(); i++) {
        chain.normalised(FLOAT.convolution(2 * width));
      }
      return chain.halved().normalised(FLOAT.dense(8 * width)).classes();
    }
  },
  /**
   * A ResNet of the form for CIFAR-10 with stages of 8, 16 and 32 channels, or twice as many, and
   * one or two basic blocks in each. Reduced: the first convolution is 5x5 with stride 2.
   *
   * @see <a href="https://arxiv.org/abs/1512.03385">He et al. 2015, section 4.2</a>
   */
  RESNET(2) {
    @Override
    ComputationGraphConfiguration configuration(
        SparseSize size, InputType input, IUpdater updater, long seed) {
      int width = 8 * size.width();
      Chain chain = chain(input, updater, seed).pixels(width);
      for (int stage = 0; stage < 3; stage++) {
        int channels = width << stage;
        if (stage > 0) {
          chain.halved().widened(channels);
        }
        for (int i = 0; i < size.depth(); i++) {
          chain.residual(FLOAT.convolution(channels), FLOAT.convolution(channels));
        }
      }
      return chain.classesOfMeans();
    }
  };

  private static final Precision FLOAT = Precision.FLOAT;

  /** Trainings are of a few hundred minibatches, so that older ones must be forgotten sooner. */
  private static final double STATISTICS_DECAY = 0.95;

  private final int epochs;

  SparseNet(int epochs) {
    this.epochs = epochs;
  }

  /** Epochs of each training. */
  int epochs() {
    return epochs;
  }

  private static Chain chain(InputType input, IUpdater updater, long seed) {
    return new Chain(FLOAT, input, updater, seed).withDecay(STATISTICS_DECAY);
  }

  abstract ComputationGraphConfiguration configuration(
      SparseSize size, InputType input, IUpdater updater, long seed);
}
