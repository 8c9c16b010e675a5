package io.dl4jcompact.examples;

import io.dl4jcompact.binary.BooleanActivation;
import io.dl4jcompact.binary.BooleanConvolutionLayer;
import io.dl4jcompact.binary.BooleanDenseLayer;
import io.dl4jcompact.binary.flip.AccumulatorType;
import io.dl4jcompact.binary.flip.FlipRatio;
import io.dl4jcompact.binary.flip.SignFlip;
import io.dl4jcompact.binary.packed.PackedOptions;
import io.dl4jcompact.binary.packed.PackedTrainer;
import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.examples.data.ImageSet;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.runtime.CompactModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Trains a convolutional network whose Boolean layers are packed bits with small integer
 * accumulators, says what memory they take, exports the network and runs the exported model.
 */
@Command(
    name = "packed-training",
    description = "Trains Boolean layers as packed bits, without float weights.")
public final class PackedTraining extends ExampleProgram {

  private static final int BATCH = 100;

  @Mixin private DatasetOptions images;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "3",
      description = "Epochs of the training. Default: ${DEFAULT-VALUE}.")
  private int epochs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of the first bits. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--accumulators",
      paramLabel = "TYPE",
      defaultValue = "INT8",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private AccumulatorType accumulators;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "packed-training-out",
      description = "Where model and checkpoint are written. Default: ${DEFAULT-VALUE}.")
  private Path out;

  /** Runs the example and ends the JVM: 0 if all went well, 1 after an error, 2 for options. */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return commandLine(new PackedTraining());
  }

  @Override
  public Integer call() throws IOException {
    requirePositive("--epochs", epochs);
    makeWritable(out);
    DatasetOptions.Images sets = images.read();
    ImageSet train = sets.train();
    ImageSet test = sets.test();
    PackedTrainer trainer =
        new PackedTrainer(
            configuration(train), PackedOptions.DEFAULT.withAccumulators(accumulators));
    PrintWriter print = out();
    print.println(trainer.memory());
    for (int epoch = 1; epoch <= epochs; epoch++) {
      trainer.fit(new ExistingDataSetIterator(new ImageBatches(train, BATCH)), 1);
      print.printf(
          "epoch %d: test accuracy %.2f %%, loss %.4f, %d bits flipped last%n",
          epoch,
          100 * accuracy(trainer.toNetwork(), test),
          trainer.score(),
          flipped(trainer.flipRatios()));
      print.flush();
    }
    trainer.save(out.resolve("training.packed"));

    Path file = out.resolve("model.d4c");
    CompactExporter.export(trainer.toNetwork()).save(file);
    Outputs packed = Outputs.of(CompactModel.load(file), test);
    print.printf(
        "The exported model has %.2f %% and %,.1f kB. It and a checkpoint are in %s.%n",
        100.0 * Agreement.equal(packed.classes(), test.labels()) / test.count(),
        Files.size(file) / 1e3,
        out.toAbsolutePath());
    print.flush();
    return 0;
  }

  private static double accuracy(MultiLayerNetwork network, ImageSet test) {
    return network.evaluate(new ExistingDataSetIterator(new ImageBatches(test, BATCH))).accuracy();
  }

  private static long flipped(List<FlipRatio> ratios) {
    return ratios.stream().mapToLong(FlipRatio::flipped).sum();
  }

  /** A float convolution makes bits of pixels; a float layer ends the network. */
  private MultiLayerConfiguration configuration(ImageSet train) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(new SignFlip(12).withOthers(new Adam(1e-3)))
        .activation(Activation.IDENTITY)
        .convolutionMode(ConvolutionMode.Same)
        .list()
        .layer(new ConvolutionLayer.Builder(5, 5).stride(2, 2).nOut(32).build())
        .layer(new BatchNormalization())
        .layer(new ActivationLayer(new BooleanActivation().withFanIn(25)))
        .layer(
            new BooleanConvolutionLayer.Builder(3, 3)
                .name("conv1")
                .nOut(64)
                .maxPoolingFollows(true)
                .activation(new BooleanActivation())
                .build())
        .layer(
            new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                .kernelSize(2, 2)
                .stride(2, 2)
                .build())
        .layer(
            new BooleanConvolutionLayer.Builder(3, 3)
                .name("conv2")
                .nOut(64)
                .activation(new BooleanActivation())
                .build())
        .layer(
            new BooleanDenseLayer.Builder()
                .name("dense")
                .nOut(256)
                .activation(new BooleanActivation())
                .build())
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(Dataset.CLASSES)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.convolutionalFlat(train.height(), train.width(), train.channels()))
        .build();
  }
}
