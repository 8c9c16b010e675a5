package io.dl4jcompact.examples.marks;

import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.examples.data.ImageSet;
import java.util.Iterator;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One epoch of training images in an order of its own, each changed anew: rows of pixels with
 * smoothed labels. Images that do not fill a last minibatch are left out; which ones they are is
 * different in each epoch. Iterating again gives the same.
 *
 * @param images all that may be drawn
 * @param batch images of a minibatch
 * @param augmentation what is done to each image
 * @param smoothing share of a label that is spread over all classes, in [0, 1)
 * @param seed decides, with the epoch, about order and changes
 * @param epoch counted from 0
 */
public record AugmentedBatches(
    ImageSet images, int batch, Augmentation augmentation, double smoothing, long seed, int epoch)
    implements Iterable<DataSet> {

  private static final RandomGeneratorFactory<RandomGenerator> RANDOM =
      RandomGeneratorFactory.of("L64X128MixRandom");
  private static final long EPOCH_STEP = 0x9e3779b97f4a7c15L;

  /** An epoch as a recipe says. */
  static AugmentedBatches of(Recipe recipe, ImageSet images, long seed, int epoch) {
    return new AugmentedBatches(
        images, recipe.batch(), recipe.augmentation(), recipe.smoothing(), seed, epoch);
  }

  @Override
  public Iterator<DataSet> iterator() {
    RandomGenerator random = RANDOM.create(seed + EPOCH_STEP * (epoch + 1));
    int[] order = shuffled(random);
    return IntStream.range(0, batches()).mapToObj(i -> load(order, i, random)).iterator();
  }

  /** Number of minibatches in an epoch. */
  public int batches() {
    return images.count() / batch;
  }

  private int[] shuffled(RandomGenerator random) {
    int[] order = IntStream.range(0, images.count()).toArray();
    for (int last = order.length - 1; last > 0; last--) {
      int chosen = random.nextInt(last + 1);
      int swapped = order[last];
      order[last] = order[chosen];
      order[chosen] = swapped;
    }
    return order;
  }

  private DataSet load(int[] order, int index, RandomGenerator random) {
    ImageShape shape = ImageShape.of(images);
    float[] image = new float[shape.size()];
    float[] pixels = new float[batch * shape.size()];
    float[] labels = new float[batch * Dataset.CLASSES];
    float spread = (float) (smoothing / Dataset.CLASSES);
    for (int i = 0; i < batch; i++) {
      int drawn = order[index * batch + i];
      images.scaledPixels(drawn, image, 0);
      augmentation.apply(image, shape, pixels, i * shape.size(), random);
      for (int c = 0; c < Dataset.CLASSES; c++) {
        labels[i * Dataset.CLASSES + c] = spread;
      }
      labels[i * Dataset.CLASSES + images.labels()[drawn]] += (float) (1 - smoothing);
    }
    return new DataSet(
        Nd4j.create(pixels, new int[] {batch, shape.size()}),
        Nd4j.create(labels, new int[] {batch, Dataset.CLASSES}));
  }
}
