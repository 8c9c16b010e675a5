package io.dl4jcompact.examples;

import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.examples.data.ImageSet;
import java.util.Iterator;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Images as rows of pixels in [0, 1), with one-hot labels, made batch by batch.
 *
 * @param images in their order
 * @param batch images of a minibatch
 */
record ImageBatches(ImageSet images, int batch) implements Iterable<DataSet> {

  @Override
  public Iterator<DataSet> iterator() {
    int batches = (images.count() + batch - 1) / batch;
    return IntStream.range(0, batches).mapToObj(this::load).iterator();
  }

  private DataSet load(int index) {
    int from = index * batch;
    int count = Math.min(batch, images.count() - from);
    INDArray pixels =
        Nd4j.create(images.scaledPixels(from, count), new int[] {count, images.imageSize()});
    INDArray labels = Nd4j.create(DataType.FLOAT, count, Dataset.CLASSES);
    for (int i = 0; i < count; i++) {
      labels.putScalar(i, images.labels()[from + i], 1);
    }
    return new DataSet(pixels, labels);
  }
}
