package io.dl4jcompact.examples;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network's outputs for a test set and the time that an image takes in Deeplearning4j, batch by
 * batch as {@link PackedPrediction} runs the exported model.
 *
 * @param outputs for each image
 * @param nanosPerImage mean over the whole set, after a warm-up
 */
record NetworkTiming(Outputs outputs, long nanosPerImage) {

  private static final int WARM_UP_BATCHES = 20;

  static NetworkTiming of(MultiLayerNetwork network, DataSetIterator images) {
    List<INDArray> batches = new ArrayList<>();
    images.reset();
    images.forEachRemaining(batch -> batches.add(batch.getFeatures()));
    for (int i = 0; i < Math.min(WARM_UP_BATCHES, batches.size()); i++) {
      network.output(batches.get(i));
    }
    List<INDArray> outputs = new ArrayList<>();
    long start = System.nanoTime();
    for (INDArray batch : batches) {
      outputs.add(network.output(batch));
    }
    long nanos = System.nanoTime() - start;
    INDArray all = Nd4j.concat(0, outputs.toArray(INDArray[]::new));
    Outputs values = new Outputs(all.dup('c').data().asFloat());
    return new NetworkTiming(values, nanos / all.rows());
  }
}
