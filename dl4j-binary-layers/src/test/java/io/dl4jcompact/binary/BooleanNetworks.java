package io.dl4jcompact.binary;

import io.dl4jcompact.binary.flip.AccumulatorType;
import io.dl4jcompact.binary.flip.Bop;
import io.dl4jcompact.binary.flip.CosineSchedule;
import io.dl4jcompact.binary.flip.FlipUpdater;
import io.dl4jcompact.binary.flip.SignFlip;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * Random small networks whose ends are float and trained by Adam, with Boolean layers between them
 * or in front: "first", "bits" and so on by their order, "dense", "output".
 */
public final class BooleanNetworks {

  /** A square of one channel; the values of {@link #data} are multiples of 1/16. */
  public static final int SIZE = 6;

  private static final int CLASSES = 3;
  private static final int MINIBATCH = 8;

  private final SplittableRandom random;
  private AccumulatorType accumulators = AccumulatorType.FLOAT;

  public BooleanNetworks(long seed) {
    random = new SplittableRandom(seed);
  }

  /** The same networks, whose Boolean layers keep other accumulators. */
  public BooleanNetworks keeping(AccumulatorType type) {
    accumulators = type;
    return this;
  }

  public static InputType inputType() {
    return InputType.convolutional(SIZE, SIZE, 1);
  }

  /** Adam for floats, by the network's updater or by that of its flips. */
  public NeuralNetConfiguration.Builder settings() {
    NeuralNetConfiguration.Builder settings = new NeuralNetConfiguration.Builder().seed(42);
    return random.nextBoolean()
        ? settings.updater(new Adam(0.01)).l2(0.01)
        : settings.updater(new SignFlip(3).withOthers(new Adam(0.01))).weightDecay(0.01);
  }

  /** Layers with names. */
  public List<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    if (random.nextInt(3) == 0) {
      layers.add(convolution("first").input(Domain.REAL).build());
    } else {
      layers.add(
          new ConvolutionLayer.Builder(3, 3)
              .name("first")
              .nOut(4)
              .activation(Activation.IDENTITY)
              .build());
      layers.add(new BatchNormalization.Builder().name("norm").build());
      layers.add(
          new ActivationLayer.Builder()
              .name("bits")
              .activation(new BooleanActivation().withFanIn(9))
              .build());
    }
    for (int i = random.nextInt(1, 3); i > 0; i--) {
      layers.add(convolution("boolean" + i).maxPoolingFollows(i == 1).build());
    }
    layers.add(
        new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
            .name("pool")
            .kernelSize(2, 2)
            .stride(2, 2)
            .convolutionMode(ConvolutionMode.Same)
            .build());
    BooleanDenseLayer.Builder dense =
        new BooleanDenseLayer.Builder()
            .name("dense")
            .nOut(random.nextInt(4, 9))
            .signal(domain())
            .hasBias(random.nextBoolean())
            .updater(flips());
    if (random.nextBoolean()) {
      dense.activation(Activation.TANH);
    }
    layers.add(dense.build());
    layers.add(
        new OutputLayer.Builder()
            .name("output")
            .nOut(CLASSES)
            .activation(Activation.SOFTMAX)
            .build());
    return layers;
  }

  private BooleanConvolutionLayer.Builder convolution(String name) {
    return new BooleanConvolutionLayer.Builder(random.nextInt(1, 4), random.nextInt(1, 4))
        .name(name)
        .nOut(random.nextInt(2, 7))
        .stride(random.nextInt(1, 3), 1)
        .convolutionMode(ConvolutionMode.Same)
        .signal(domain())
        .hasBias(random.nextBoolean())
        .activation(new BooleanActivation(random.nextInt(-2, 3) / 2f))
        .updater(flips());
  }

  private Domain domain() {
    return random.nextInt(3) == 0 ? Domain.BOOLEAN : Domain.REAL;
  }

  private FlipUpdater flips() {
    return switch (random.nextInt(4)) {
      case 0 -> new SignFlip(40).withAccumulators(accumulators);
      case 1 ->
          new SignFlip(new CosineSchedule(ScheduleType.ITERATION, 60, 5, 6))
              .withAccumulators(accumulators);
      case 2 -> new Bop(0.3, 1e-3).withAccumulators(accumulators);
      default ->
          new Bop(
                  new MapSchedule.Builder(ScheduleType.ITERATION).add(0, 0.5).add(3, 0.2).build(),
                  new FixedSchedule(1e-3))
              .withAccumulators(accumulators);
    };
  }

  /** The same for the same number. */
  public static DataSet data(long number) {
    SplittableRandom random = new SplittableRandom(number);
    INDArray features = Nd4j.create(DataType.FLOAT, MINIBATCH, 1, SIZE, SIZE);
    for (int i = 0; i < features.length(); i++) {
      features.putScalar(i, random.nextInt(-16, 17) / 16.0);
    }
    INDArray labels = Nd4j.zeros(DataType.FLOAT, MINIBATCH, CLASSES);
    for (int i = 0; i < MINIBATCH; i++) {
      labels.putScalar(i, random.nextInt(CLASSES), 1);
    }
    return new DataSet(features, labels);
  }
}
