package io.dl4jcompact.examples;

import io.dl4jcompact.binary.BooleanActivation;
import io.dl4jcompact.binary.BooleanDenseLayer;
import io.dl4jcompact.binary.Domain;
import io.dl4jcompact.binary.flip.CosineSchedule;
import io.dl4jcompact.binary.flip.FlipRatioListener;
import io.dl4jcompact.binary.flip.SignFlip;
import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.examples.data.ImageSet;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.runtime.CompactModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ScheduleType;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Trains a network whose weights are bits from the first step on real images, shows how many bits
 * flip, exports it and runs the exported model.
 */
@Command(
    name = "sign-flip-training",
    description = "Trains a network whose weights are bits from the first step.")
public final class SignFlipTraining extends ExampleProgram {

  private static final int BATCH = 100;
  private static final int HIDDEN = 256;
  private static final double ETA = 3000;
  private static final double RATE = 3e-3;
  private static final int PLOT_EVERY = 10;

  @Mixin private DatasetOptions images;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "4",
      description = "Epochs of the training. Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of the first bits. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "sign-flip-out",
      description = "Where model and flips are written. Default: ${DEFAULT-VALUE}.")
  private Path out;

  /** Runs the example and ends the JVM: 0 if all went well, 1 after an error, 2 for options. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return commandLine(new SignFlipTraining());
  }

  @Override
  public Integer call() throws IOException {
    requirePositive("--epochs", epochs);
    makeWritable(out);
    DatasetOptions.Images sets = images.read();
    ImageSet train = sets.train();
    ImageSet test = sets.test();
    int batches = (train.count() + BATCH - 1) / BATCH;
    MultiLayerNetwork network =
        new MultiLayerNetwork(configuration(train.imageSize(), epochs * batches));
    network.init();
    FlipRatioListener flips = new FlipRatioListener(PLOT_EVERY);
    network.setListeners(flips);
    PrintWriter print = out();
    for (int epoch = 1; epoch <= epochs; epoch++) {
      network.fit(new ExistingDataSetIterator(new ImageBatches(train, BATCH)));
      double accuracy =
          network.evaluate(new ExistingDataSetIterator(new ImageBatches(test, BATCH))).accuracy();
      print.printf(
          "epoch %d: test accuracy %.2f %%, %.1f of 100,000 bits flipped an iteration%n",
          epoch, 100 * accuracy, 1e5 * flips.epochRatio());
      print.flush();
    }
    flips.writePlot(out.resolve("flips.svg"));

    Path file = out.resolve("model.d4c");
    CompactExporter.export(network).save(file);
    Outputs packed = Outputs.of(CompactModel.load(file), test);
    print.printf(
        "The exported model has %.2f %% and %,.1f kB. It and the flips are in %s.%n",
        100.0 * Agreement.equal(packed.classes(), test.labels()) / test.count(),
        Files.size(file) / 1e3,
        out.toAbsolutePath());
    print.flush();
    return 0;
  }

  /** Two layers of bits, normalised; the normalisations and the last layer are float. */
  private MultiLayerConfiguration configuration(int pixels, int iterations) {
    CosineSchedule eta = new CosineSchedule(ScheduleType.ITERATION, ETA, 0, iterations);
    CosineSchedule rate = new CosineSchedule(ScheduleType.ITERATION, RATE, 0, iterations);
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(new SignFlip(eta).withOthers(new Adam(rate)))
        .activation(Activation.IDENTITY)
        .list()
        .layer(
            new BooleanDenseLayer.Builder()
                .nOut(HIDDEN)
                .input(Domain.REAL)
                .activation(Activation.IDENTITY)
                .build())
        .layer(new BatchNormalization())
        .layer(new ActivationLayer(new BooleanActivation().withFanIn(1)))
        .layer(new BooleanDenseLayer.Builder().nOut(HIDDEN).activation(Activation.IDENTITY).build())
        .layer(new BatchNormalization())
        .layer(new ActivationLayer(Activation.RELU))
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(Dataset.CLASSES)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.feedForward(pixels))
        .build();
  }
}
