package io.dl4jcompact.examples;

import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.examples.data.ImageSet;
import io.dl4jcompact.examples.marks.MarkTraining;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.runtime.CompactModel;
import io.dl4jcompact.runtime.graph.PixelScaling;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.dataset.DataSet;

/**
 * What the exported model of a trained network does.
 *
 * @param accuracy on the test images, in 0..1
 * @param agreement with its network, on the same images
 * @param bytes size of the model's file
 */
record PackedMark(double accuracy, Agreement agreement, long bytes) {

  /**
   * Exports a network, and runs the model that is read from the file.
   *
   * @param name of the model; {@code name.d4c} is its file in the directory
   */
  static PackedMark export(
      MarkTraining training, String name, long seed, MarkImages images, Dataset dataset, Path out)
      throws IOException {
    ExportOptions options =
        ExportOptions.DEFAULT
            .withPixels(PixelScaling.dividedBy(ImageSet.LEVELS))
            .withName(name)
            .withLabels(dataset.labels())
            .withProvenance("seed", Long.toString(seed))
            .withProvenance("epochs", Integer.toString(training.epochs().size()));
    Path file = out.resolve(name + ".d4c");
    CompactExporter.export(training.network(), options).save(file);
    Outputs packed = Outputs.of(CompactModel.load(file), images.test());
    int right = Agreement.equal(packed.classes(), images.test().labels());
    return new PackedMark(
        (double) right / images.test().count(),
        Agreement.of(packed, outputs(training.network(), images)),
        Files.size(file));
  }

  private static Outputs outputs(ComputationGraph network, MarkImages images) {
    FloatBuffer all = FloatBuffer.allocate(images.test().count() * Dataset.CLASSES);
    for (DataSet batch : images.testBatches()) {
      all.put(network.outputSingle(batch.getFeatures()).dup('c').data().asFloat());
    }
    return new Outputs(all.array());
  }

  /** Whether the model gives its network's class to every image. */
  boolean agrees() {
    return agreement.sameClass() == agreement.images();
  }
}
