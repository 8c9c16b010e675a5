package io.dl4jcompact.examples.marks;

import io.dl4jcompact.binary.flip.CosineSchedule;
import io.dl4jcompact.examples.data.Dataset;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * VGG-Small for CIFAR-10 with batch normalisation, as B⊕LD trains it: the first convolution and the
 * last dense layer are float and trained by Adam, five convolutions are of bits, flipped by {@link
 * SignFlips}; rates fall to 0 along a cosine.
 *
 * @param width channels of the first two convolutions, 128 in the paper; the next two have twice
 *     and the last two four times as many
 * @see <a href="https://arxiv.org/abs/2405.16339">B⊕LD: Boolean Logic Deep Learning, 2024</a>
 */
public record VggSmall(int width) implements Recipe.Architecture {

  private static final int BATCH = 300;
  private static final int EPOCHS = 300;
  private static final double RATE = 1e-3;

  /** Usual for CIFAR-10: moved by up to 4 pixels, and mirrored. */
  private static final Augmentation AUGMENTATION = new ShiftAndFlip(4);

  /**
   * The training of a network, the paper's but for what is given.
   *
   * @param eta the first η, 150 in the paper
   */
  public static Recipe recipe(int width, double eta) {
    return new Recipe(
        Dataset.CIFAR10,
        new VggSmall(width),
        AUGMENTATION,
        BATCH,
        EPOCHS,
        new SignFlips(eta, VggSmall::adam),
        0);
  }

  private static Adam adam(int iterations) {
    return new Adam(new CosineSchedule(ScheduleType.ITERATION, RATE, 0, iterations));
  }

  @Override
  public ComputationGraphConfiguration configuration(
      Precision precision, InputType input, IUpdater updater, long seed) {
    return new Chain(precision, input, updater, seed)
        .pixels(Precision.KERNEL, 1, width)
        .normalisedHalf(precision.convolutionToHalve(width))
        .normalised(precision.convolution(2 * width))
        .normalisedHalf(precision.convolutionToHalve(2 * width))
        .normalised(precision.convolution(4 * width))
        .normalisedHalf(precision.convolutionToHalve(4 * width))
        .classes();
  }
}
