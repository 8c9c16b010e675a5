package io.dl4jcompact.examples;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * A network's classes for a test set and the time that an image takes in Deeplearning4j, batch by
 * batch as {@link PackedPrediction} runs the exported model.
 *
 * @param classes the predicted class of each image
 * @param nanosPerImage mean over the whole set, after a warm-up
 */
record NetworkTiming(byte[] classes, long nanosPerImage) {

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
    byte[] classes = classes(outputs);
    return new NetworkTiming(classes, nanos / classes.length);
  }

  private static byte[] classes(List<INDArray> outputs) {
    int count = outputs.stream().mapToInt(INDArray::rows).sum();
    byte[] classes = new byte[count];
    int image = 0;
    for (INDArray output : outputs) {
      for (int index : output.argMax(1).toIntVector()) {
        classes[image++] = (byte) index;
      }
    }
    return classes;
  }
}
