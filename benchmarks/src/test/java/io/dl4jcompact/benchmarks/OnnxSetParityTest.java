package io.dl4jcompact.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.benchmarks.onnx.OnnxSession;
import io.dl4jcompact.core.OneDnn;
import io.dl4jcompact.examples.LayerKind;
import io.dl4jcompact.examples.SmallCnn;
import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.examples.data.ImageRecordReader;
import io.dl4jcompact.examples.data.Split;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.OnnxExport;
import io.dl4jcompact.quant.Calibration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datavec.api.split.CollectionInputSplit;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * ONNX models of the quickstart's networks in ONNX Runtime, on all test images. Here and not beside
 * the networks, so that the quickstart needs no ONNX Runtime.
 */
class OnnxSetParityTest {

  private static final InputType INPUT = InputType.convolutional(28, 28, 1);
  private static final int TRAINING_BATCHES = 12;
  private static final int BATCH = 64;
  private static final int IMAGES = 4_000;

  /** Images whose two greatest probabilities differ by less. */
  private static final float TIE = 0.001f;

  private static final int MOST_TIES = 4;

  /** Sums of pixels and of bits are exact there too; what is behind them may round otherwise. */
  @ParameterizedTest
  @EnumSource(LayerKind.class)
  void classesAreThoseOfTheNetwork(LayerKind kind) throws IOException {
    assertThat(margins(train(kind))).isEmpty();
  }

  /** An integer that the float steps' own rounding decides may become its neighbour. */
  @ParameterizedTest
  @ValueSource(ints = {8, 4})
  void classesOfIntegersAreThoseOfTheNetworkButForTies(int bits) throws IOException {
    MultiLayerNetwork trained = train(LayerKind.FLOAT);
    MultiLayerNetwork network =
        new Calibration()
            .bits(bits)
            .apply(
                trained,
                new RecordReaderDataSetIterator(
                    reader(Split.TRAIN), BATCH, 1, Dataset.CLASSES, TRAINING_BATCHES))
            .result();

    List<Float> margins = margins(network);

    assertThat(margins).hasSizeLessThanOrEqualTo(MOST_TIES);
    assertThat(margins).allMatch(margin -> margin < TIE);
  }

  /** For each image of another class: how much more probable the network's own is to it. */
  private static List<Float> margins(MultiLayerNetwork network) throws IOException {
    INDArray images =
        new RecordReaderDataSetIterator(reader(Split.TEST), IMAGES, 1, Dataset.CLASSES)
            .next()
            .getFeatures();
    byte[] model = OnnxExport.toBytes(network, ExportOptions.DEFAULT.withInputTypes(INPUT));
    float[] actual =
        OnnxSession.of(model, images.dup('c').data().asFloat(), images.shape()).floats();
    float[] expected = network.output(images).dup('c').data().asFloat();

    assertThat(actual).hasSize(IMAGES * Dataset.CLASSES).hasSameSizeAs(expected);
    List<Float> margins = new ArrayList<>();
    for (int image = 0; image < IMAGES; image++) {
      int own = greatest(expected, image);
      int other = greatest(actual, image);
      if (own != other) {
        margins.add(expected[own] - expected[other]);
      }
    }
    return margins;
  }

  private static int greatest(float[] values, int image) {
    int greatest = image * Dataset.CLASSES;
    for (int i = greatest; i < (image + 1) * Dataset.CLASSES; i++) {
      greatest = values[i] > values[greatest] ? i : greatest;
    }
    return greatest;
  }

  private static MultiLayerNetwork train(LayerKind kind) throws IOException {
    MultiLayerNetwork network = new MultiLayerNetwork(SmallCnn.configuration(kind, INPUT, 7));
    network.init();
    OneDnn.install(network);
    network.fit(
        new RecordReaderDataSetIterator(
            reader(Split.TRAIN), BATCH, 1, Dataset.CLASSES, TRAINING_BATCHES));
    return network;
  }

  private static ImageRecordReader reader(Split split) throws IOException {
    ImageRecordReader reader = new ImageRecordReader(Dataset.FASHION_MNIST);
    reader.initialize(
        new CollectionInputSplit(Dataset.FASHION_MNIST.files(split, Optional.empty())));
    return reader;
  }
}
