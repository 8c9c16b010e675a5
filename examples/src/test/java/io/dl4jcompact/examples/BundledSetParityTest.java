package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.core.OneDnn;
import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.examples.data.ImageRecordReader;
import io.dl4jcompact.examples.data.ImageSet;
import io.dl4jcompact.examples.data.Split;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.Exported;
import io.dl4jcompact.export.LayerReport;
import io.dl4jcompact.runtime.CompactModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.data.Percentage;
import org.datavec.api.split.CollectionInputSplit;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The example's networks, trained a little, against their exported models on all test images. */
class BundledSetParityTest {

  private static final InputType INPUT = InputType.convolutional(28, 28, 1);
  private static final int TRAINING_BATCHES = 12;
  private static final int BATCH = 100;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(LayerKind.class)
  void savedModelAndNetworkAgreeOnEveryImage(LayerKind kind) throws IOException {
    MultiLayerNetwork network = train(kind);
    Path file = directory.resolve("model.d4c");
    CompactExporter.export(network, INPUT).save(file);
    CompactModel model = CompactModel.load(file);

    ImageSet images = reader(Split.TEST).images();
    for (int from = 0; from < images.count(); from += BATCH) {
      float[] pixels = images.scaledPixels(from, BATCH);
      INDArray expected = network.output(Nd4j.create(pixels, new int[] {BATCH, 1, 28, 28}));
      INDArray actual = Nd4j.create(model.predict(pixels), new int[] {BATCH, Dataset.CLASSES});

      assertThat(actual.argMax(1)).isEqualTo(expected.argMax(1));
      for (int i = 0; i < expected.length(); i++) {
        assertThat(actual.getFloat(i))
            .as("output %d of the batch from image %d on", i, from)
            .isCloseTo(expected.getFloat(i), Percentage.withPercentage(0.01));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(value = LayerKind.class, names = "ONE_BIT")
  void theOneBitPartTakesAtMostA28thOfItsFloats(LayerKind kind) throws IOException {
    Exported exported =
        CompactExporter.exportWithReport(train(kind), ExportOptions.DEFAULT.withInputTypes(INPUT));

    long before = 0;
    long after = 0;
    for (LayerReport layer : exported.report().layers()) {
      before += layer.packed() ? layer.bytesBefore() : 0;
      after += layer.packed() ? layer.bytesAfter() : 0;
    }
    assertThat(after).isPositive().isLessThanOrEqualTo(before / 28);
  }

  private static MultiLayerNetwork train(LayerKind kind) throws IOException {
    MultiLayerNetwork network = new MultiLayerNetwork(SmallCnn.configuration(kind, INPUT, 7));
    network.init();
    OneDnn.install(network);
    RecordReaderDataSetIterator batches =
        new RecordReaderDataSetIterator(
            reader(Split.TRAIN), 64, 1, Dataset.CLASSES, TRAINING_BATCHES);
    network.fit(batches);
    return network;
  }

  private static ImageRecordReader reader(Split split) throws IOException {
    ImageRecordReader reader = new ImageRecordReader(Dataset.FASHION_MNIST);
    reader.initialize(
        new CollectionInputSplit(Dataset.FASHION_MNIST.files(split, Optional.empty())));
    return reader;
  }
}
