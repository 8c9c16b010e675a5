package io.dl4jcompact.binary.packed;

import io.dl4jcompact.binary.flip.AccumulatorType;
import io.dl4jcompact.binary.flip.FlipRatio;
import io.dl4jcompact.binary.flip.SignFlip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A program that trains a network with a minibatch of 100, packed or as floats with Adam in
 * Deeplearning4j, and says the most resident memory that its process had.
 */
final class TrainingInMemory {

  private static final int MINIBATCH = 100;
  private static final int CLASSES = 10;
  private static final int STEPS = 2;
  // So large that bits of all networks flip in two steps.
  private static final double ETA = 1000;
  private static final String FLOATS = "ADAM";
  private static final String PEAK = "VmHWM:";

  private final MemoryNetwork network;
  private final boolean bits;
  private final boolean wide;

  private TrainingInMemory(MemoryNetwork network, boolean bits, boolean wide) {
    this.network = network;
    this.bits = bits;
    this.wide = wide;
  }

  /**
   * @param arguments a network, a type of accumulators or ADAM, and whether the network is whole,
   *     or has few weights and values, to know what the program takes without them
   */
  public static void main(String[] arguments) throws IOException {
    boolean floats = arguments[1].equals(FLOATS);
    TrainingInMemory program =
        new TrainingInMemory(
            MemoryNetwork.valueOf(arguments[0]), !floats, Boolean.parseBoolean(arguments[2]));
    if (floats) {
      program.trainFloats();
    } else {
      program.trainPacked(AccumulatorType.valueOf(arguments[1]));
    }
    System.out.println("peak " + peakKilobytes());
  }

  private static long peakKilobytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(PEAK))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findAny()
        .orElseThrow();
  }

  private void trainPacked(AccumulatorType type) {
    PackedTrainer trainer =
        new PackedTrainer(
            conf(),
            PackedOptions.DEFAULT.withAccumulators(type).withInputType(network.input(wide)));
    DataSet data = data();
    long flipped = 0;
    for (int i = 0; i < STEPS; i++) {
      trainer.fit(data);
      flipped += trainer.flipRatios().stream().mapToLong(FlipRatio::flipped).sum();
    }
    System.out.println("trained " + flipped);
  }

  private void trainFloats() {
    MultiLayerNetwork floats = new MultiLayerNetwork(conf());
    floats.init();
    DataSet data = data();
    for (int i = 0; i < STEPS; i++) {
      floats.fit(data);
    }
    System.out.println("trained " + floats.numParams());
  }

  private MultiLayerConfiguration conf() {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(bits ? new SignFlip(ETA).withOthers(new Adam(1e-3)) : new Adam(1e-3))
            .activation(Activation.RELU)
            .convolutionMode(ConvolutionMode.Same)
            .list();
    network.layers(bits, wide).forEach(list::layer);
    return list.layer(
            new OutputLayer.Builder().nOut(CLASSES).activation(Activation.SOFTMAX).build())
        .setInputType(network.input(wide))
        .build();
  }

  /** Without arrays besides its own: they would count. */
  private DataSet data() {
    INDArray features = Nd4j.create(DataType.FLOAT, network.features(MINIBATCH, wide));
    Nd4j.getRandom().setSeed(1);
    Nd4j.rand(features);
    features.addi(0.5);
    Transforms.floor(features, false);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, MINIBATCH, CLASSES);
    for (int i = 0; i < MINIBATCH; i++) {
      labels.putScalar(i, i % CLASSES, 1);
    }
    return new DataSet(features, labels);
  }
}
