package io.dl4jcompact.examples;

import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.export.OnnxRun;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/** What an ONNX model gives for images in ONNX Runtime. */
final class OnnxOutputs {

  private OnnxOutputs() {}

  /** For all images of an iterator, in its order. */
  static Outputs of(byte[] model, DataSetIterator images) {
    List<INDArray> batches = new ArrayList<>();
    images.forEachRemaining(batch -> batches.add(batch.getFeatures()));
    INDArray all = Nd4j.concat(0, batches.toArray(INDArray[]::new));
    float[] values = OnnxRun.outputs(model, all)[0];
    if (values.length != all.size(0) * Dataset.CLASSES) {
      throw new IllegalStateException(values.length + " values for " + all.size(0) + " images");
    }
    return new Outputs(values);
  }
}
