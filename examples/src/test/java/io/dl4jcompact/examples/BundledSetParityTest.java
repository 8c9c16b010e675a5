package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.core.OneDnn;
import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.examples.data.ImageRecordReader;
import io.dl4jcompact.examples.data.Split;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.Exported;
import io.dl4jcompact.export.LayerReport;
import io.dl4jcompact.runtime.CompactModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.datavec.api.split.CollectionInputSplit;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The quickstart's networks against their exported models on all test images: the same classes, and
 * every output within 1e-4, relative.
 */
class BundledSetParityTest {

  private static final InputType INPUT = InputType.convolutional(28, 28, 1);
  private static final int TRAINING_BATCHES = 12;
  private static final int BATCH = 64;

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(LayerKind.class)
  void savedModelAndNetworkAgreeOnEveryImage(LayerKind kind) throws IOException {
    requireAgreement(train(kind));
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(LayerKind.class)
  void theyAgreeAfterTheQuickstartsWholeTraining(LayerKind kind) throws IOException {
    ImageRecordReader train = reader(Split.TRAIN);
    int iterations = train.images().count() / BATCH;
    requireAgreement(
        Training.run(
                kind.toString(),
                SmallCnn.configuration(kind, INPUT, 42),
                batches(train),
                batches(reader(Split.TEST)),
                4,
                iterations)
            .network());
  }

  private void requireAgreement(MultiLayerNetwork network) throws IOException {
    Path file = directory.resolve("model.d4c");
    CompactExporter.export(network, INPUT).save(file);

    Outputs actual = Outputs.of(CompactModel.load(file), reader(Split.TEST).images());

    Outputs expected = NetworkTiming.of(network, batches(reader(Split.TEST))).outputs();
    Agreement agreement = Agreement.of(actual, expected);
    assertThat(agreement.images()).isEqualTo(4_000);
    assertThat(agreement.sameClass()).isEqualTo(4_000);
    assertThat(agreement.largestDifference()).isLessThanOrEqualTo(1e-4);
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
    network.fit(
        new RecordReaderDataSetIterator(
            reader(Split.TRAIN), BATCH, 1, Dataset.CLASSES, TRAINING_BATCHES));
    return network;
  }

  private static RecordReaderDataSetIterator batches(ImageRecordReader reader) {
    return new RecordReaderDataSetIterator(reader, BATCH, 1, Dataset.CLASSES);
  }

  private static ImageRecordReader reader(Split split) throws IOException {
    ImageRecordReader reader = new ImageRecordReader(Dataset.FASHION_MNIST);
    reader.initialize(
        new CollectionInputSplit(Dataset.FASHION_MNIST.files(split, Optional.empty())));
    return reader;
  }
}
