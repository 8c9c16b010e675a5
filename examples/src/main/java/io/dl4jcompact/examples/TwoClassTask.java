package io.dl4jcompact.examples;

import io.dl4jcompact.binary.data.FeatureRecordReader;
import io.dl4jcompact.binary.data.RatioDataSetIterator;
import io.dl4jcompact.binary.data.RatioSampling;
import io.dl4jcompact.binary.data.ScarceClass;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.runtime.CompactModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Some classes of samples to be told from the others by a one-bit network.
 *
 * @param name of the task and its model's file
 * @param train samples to learn from
 * @param test other samples
 * @param positives the classes to find
 * @param sampling of the training; the test takes its ratio, which must be the test samples' own
 */
record TwoClassTask(
    String name,
    FeatureRecordReader train,
    FeatureRecordReader test,
    Set<String> positives,
    RatioSampling sampling) {

  private static final int LABEL_COLUMN = 1;

  /**
   * What came of a task.
   *
   * @param name of the task
   * @param samples of the test
   * @param accuracy of the network in Deeplearning4j, in 0..1
   * @param packedAccuracy of the model in the runtime, in 0..1
   * @param sameClass samples to which both give the same class
   * @param parameterBytes of the network, as floats
   * @param modelBytes of the model's file
   */
  record Result(
      String name,
      int samples,
      double accuracy,
      double packedAccuracy,
      int sameClass,
      long parameterBytes,
      long modelBytes) {}

  /** Trains, exports, and runs the exported model, which is written to a directory. */
  Result run(MultiLayerConfiguration configuration, int epochs, Path out) throws IOException {
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    network.fit(new RatioDataSetIterator(train, LABEL_COLUMN, positives, sampling), epochs);

    Path file = out.resolve(name + ".d4c");
    CompactExporter.export(
            network, ExportOptions.DEFAULT.withInputTypes(test.inputType()).withName(name))
        .save(file);
    return compare(network, CompactModel.load(file), Files.size(file));
  }

  private Result compare(MultiLayerNetwork network, CompactModel model, long modelBytes) {
    int samples = 0;
    int right = 0;
    int packedRight = 0;
    int same = 0;
    DataSetIterator batches = testBatches();
    while (batches.hasNext()) {
      DataSet batch = batches.next();
      int[] expected = batch.getLabels().argMax(1).toIntVector();
      int[] classes = network.output(batch.getFeatures()).argMax(1).toIntVector();
      float[] packed = model.predict(values(batch.getFeatures()));
      for (int i = 0; i < expected.length; i++) {
        int packedClass = packed[2 * i + 1] > packed[2 * i] ? 1 : 0;
        right += classes[i] == expected[i] ? 1 : 0;
        packedRight += packedClass == expected[i] ? 1 : 0;
        same += packedClass == classes[i] ? 1 : 0;
      }
      samples += expected.length;
    }
    return new Result(
        name,
        samples,
        (double) right / samples,
        (double) packedRight / samples,
        same,
        network.numParams() * Float.BYTES,
        modelBytes);
  }

  /** Each test sample once: batches as small as the ratio allows leave none over. */
  private DataSetIterator testBatches() {
    RatioSampling once =
        sampling
            .withBatch(sampling.positives() + sampling.negatives())
            .withScarce(ScarceClass.END_EPOCH);
    return new RatioDataSetIterator(test, LABEL_COLUMN, positives, once);
  }

  private static float[] values(INDArray features) {
    return features.dup('c').data().asFloat();
  }
}
