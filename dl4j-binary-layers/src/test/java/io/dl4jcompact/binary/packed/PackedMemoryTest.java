package io.dl4jcompact.binary.packed;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.binary.BooleanDenseLayer;
import io.dl4jcompact.binary.flip.AccumulatorType;
import io.dl4jcompact.binary.flip.SignFlip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class PackedMemoryTest {

  private static final int WIDE = 4096;
  private static final int WIDE_LAYERS = 3;

  private static MultiLayerConfiguration conf(int layers, int width) {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .updater(new SignFlip(12).withOthers(new Adam(1e-3)))
            .list();
    for (int i = 0; i < layers; i++) {
      list.layer(new BooleanDenseLayer.Builder().name("b" + i).nIn(width).nOut(width).build());
    }
    return list.layer(
            new OutputLayer.Builder().nIn(width).nOut(10).activation(Activation.SOFTMAX).build())
        .build();
  }

  @ParameterizedTest
  @CsvSource({"FLOAT, 4", "INT16, 2", "INT8, 1"})
  void countsBitsAndAccumulators(AccumulatorType type, long bytes) {
    PackedTrainer trainer =
        new PackedTrainer(conf(2, 64), PackedOptions.DEFAULT.withAccumulators(type));
    PackedMemory memory = trainer.memory();
    long bits = 64 * 64 + 64;
    assertThat(memory.layers())
        .containsExactly(
            new PackedMemory.Layer("b0", bits, bits / 8, bits * bytes),
            new PackedMemory.Layer("b1", bits, bits / 8, bits * bytes));
    assertThat(memory.bytes()).isEqualTo(2 * (bits / 8 + bits * bytes));
    assertThat(memory.toString()).contains("b0").contains("4,160");
  }

  /** What it is compared with is what Deeplearning4j's arrays take. */
  @Test
  void comparesWithDeeplearning4jsArrays() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .updater(new Adam())
                .list()
                .layer(new DenseLayer.Builder().nIn(64).nOut(64).build())
                .layer(new DenseLayer.Builder().nIn(64).nOut(64).build())
                .build());
    network.init();
    network.initGradientsView();
    long elements =
        network.params().length()
            + network.getFlattenedGradients().length()
            + network.getUpdater().getStateViewArray().length();
    PackedMemory memory = new PackedTrainer(conf(2, 64), PackedOptions.DEFAULT).memory();
    assertThat(memory.adamBytes()).isEqualTo(elements * Float.BYTES);
  }

  /**
   * Fifty million weights train in a JVM whose heap and native arrays together may take an eighth
   * of what they take as floats with Adam, the few floats of the rest included.
   */
  @Test
  void trainsInAnEighthOfTheMemory(@TempDir Path directory)
      throws IOException, InterruptedException {
    long adamBytes = 16L * WIDE_LAYERS * (WIDE * WIDE + WIDE);
    long nativeBytes = 8L << 20;
    Path said = directory.resolve("said");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + (adamBytes / 8 - nativeBytes) / 1024 + "k",
                "-Dorg.bytedeco.javacpp.maxbytes=" + nativeBytes,
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Wide.class.getName())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    if (!child.waitFor(5, TimeUnit.MINUTES)) {
      child.destroyForcibly();
    }
    String text = Files.readString(said);
    assertThat(child.waitFor()).as(text).isZero();
    assertThat(text).containsPattern("trained [1-9]");
  }

  /** What the other JVM runs. */
  static final class Wide {

    private Wide() {}

    public static void main(String[] arguments) {
      PackedTrainer trainer = new PackedTrainer(conf(WIDE_LAYERS, WIDE), PackedOptions.DEFAULT);
      long flipped = 0;
      for (int step = 0; step < 3; step++) {
        INDArray features = Nd4j.rand(DataType.FLOAT, 8, WIDE).gte(0.5).castTo(DataType.FLOAT);
        INDArray labels = Nd4j.zeros(8, 10);
        for (int i = 0; i < 8; i++) {
          labels.putScalar(i, i, 1);
        }
        trainer.fit(new DataSet(features, labels));
        flipped += trainer.flipRatios().stream().mapToLong(ratio -> ratio.flipped()).sum();
      }
      System.out.println("trained " + flipped);
    }
  }
}
