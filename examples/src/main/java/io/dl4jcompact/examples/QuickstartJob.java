package io.dl4jcompact.examples;

import io.dl4jcompact.examples.QuickstartResult.Candidate;
import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.examples.data.ImageRecordReader;
import io.dl4jcompact.examples.data.ImageSet;
import io.dl4jcompact.examples.data.Split;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.Exported;
import io.dl4jcompact.runtime.CompactModel;
import io.dl4jcompact.runtime.graph.PixelScaling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.datavec.api.split.CollectionInputSplit;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Trains the float twin and the one-bit network, exports the latter and runs the exported model;
 * the twin is exported only to compare its outputs.
 *
 * @param dataset which images
 * @param data directory of the data set's files; empty for the bundled subset
 * @param epochs of each training, at least 1
 * @param seed of the initial weights
 * @param out an existing directory that takes the model, both networks and the report
 */
record QuickstartJob(Dataset dataset, Optional<Path> data, int epochs, long seed, Path out) {

  private static final int BATCH = 64;
  private static final int LABEL_COLUMN = 1;

  QuickstartResult run() throws IOException {
    ImageRecordReader train = reader(Split.TRAIN);
    ImageRecordReader test = reader(Split.TEST);
    test.images().requireSizeOf(train.images());

    Training floatTraining = train("float twin", LayerKind.FLOAT, train, test);
    Training oneBitTraining = train("one-bit network", LayerKind.ONE_BIT, train, test);

    Exported exported = CompactExporter.exportWithReport(oneBitTraining.network(), options(test));
    Path model = out.resolve("model.d4c");
    exported.model().save(model);
    PackedProcess.Result packed = PackedProcess.run(model, dataset, data, out);

    NetworkTiming floatTiming = NetworkTiming.of(floatTraining.network(), batches(test));
    NetworkTiming oneBitTiming = NetworkTiming.of(oneBitTraining.network(), batches(test));
    byte[] labels = test.images().labels();
    CompactModel twin = CompactExporter.export(floatTraining.network(), inputType(test.images()));
    QuickstartResult result =
        new QuickstartResult(
            candidate("float-twin.zip", floatTraining, floatTiming, labels),
            candidate("one-bit-network.zip", oneBitTraining, oneBitTiming, labels),
            new Candidate(
                oneBitTraining,
                accuracy(packed.outputs(), labels),
                Files.size(model),
                packed.nanosPerImage()),
            exported.report(),
            Agreement.of(packed.outputs(), oneBitTiming.outputs()),
            Agreement.of(Outputs.of(twin, test.images()), floatTiming.outputs()));
    HtmlReport.write(out.resolve("report.html"), result);
    return result;
  }

  private ImageRecordReader reader(Split split) throws IOException {
    ImageRecordReader reader = new ImageRecordReader(dataset);
    reader.initialize(new CollectionInputSplit(dataset.files(split, data)));
    return reader;
  }

  private static InputType inputType(ImageSet images) {
    return InputType.convolutional(images.height(), images.width(), images.channels());
  }

  /** All images from the first on; a reader serves one iterator at a time. */
  private static DataSetIterator batches(ImageRecordReader reader) {
    reader.reset();
    return new RecordReaderDataSetIterator(reader, BATCH, LABEL_COLUMN, Dataset.CLASSES);
  }

  private ExportOptions options(ImageRecordReader reader) {
    return ExportOptions.DEFAULT
        .withInputTypes(inputType(reader.images()))
        .withPixels(PixelScaling.dividedBy(ImageSet.LEVELS))
        .withName("one-bit CNN for " + dataset)
        .withLabels(dataset.labels())
        .withProvenance("seed", Long.toString(seed))
        .withProvenance("epochs", Integer.toString(epochs));
  }

  private Training train(
      String name, LayerKind kind, ImageRecordReader train, ImageRecordReader test) {
    int iterations = (train.images().count() + BATCH - 1) / BATCH;
    return Training.run(
        name,
        SmallCnn.configuration(kind, inputType(train.images()), seed),
        batches(train),
        batches(test),
        epochs,
        iterations);
  }

  private Candidate candidate(String name, Training training, NetworkTiming timing, byte[] labels)
      throws IOException {
    Path saved = out.resolve(name);
    ResultFile.write(saved, file -> training.network().save(file.toFile(), false));
    double accuracy = accuracy(timing.outputs(), labels);
    return new Candidate(training, accuracy, Files.size(saved), timing.nanosPerImage());
  }

  private static double accuracy(Outputs outputs, byte[] labels) {
    return (double) Agreement.equal(outputs.classes(), labels) / labels.length;
  }
}
