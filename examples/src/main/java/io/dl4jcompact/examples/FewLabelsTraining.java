package io.dl4jcompact.examples;

import io.dl4jcompact.core.OneDnn;
import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.examples.data.ImageSet;
import io.dl4jcompact.examples.marks.AdamCycle;
import io.dl4jcompact.sparse.consistency.Augmentation;
import io.dl4jcompact.sparse.consistency.ConsistencyTraining;
import io.dl4jcompact.sparse.consistency.GaussianNoise;
import io.dl4jcompact.sparse.consistency.MixedBatch;
import io.dl4jcompact.sparse.consistency.MixedBatches;
import io.dl4jcompact.sparse.consistency.PixelShift;
import io.dl4jcompact.sparse.consistency.TrainingEnd;
import io.dl4jcompact.sparse.consistency.WeightRamp;
import java.util.SplittableRandom;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Trains a small convolution network by the labels of a few images, with the other images or
 * without them. Both trainings have the same first weights, labelled images, changes to images,
 * learning rates and iterations.
 *
 * @param images of which the first have labels
 * @param labels number of labelled images, less than there are images
 * @param iterations updates of each training
 */
record FewLabelsTraining(MarkImages images, int labels, int iterations) {

  private static final int LABELLED_BATCH = 50;
  private static final int UNLABELLED_BATCH = 100;
  private static final int PASSES = 2;
  private static final int PIXELS_MOVED = 2;
  private static final double NOISE = 0.1;
  private static final double PEAK_RATE = 3e-3;

  /** The weight grows in the first two fifths. */
  private static final double RAMP = 0.4;

  /** Accuracy on the test images, in 0..1, of a training by the labelled images alone. */
  double supervised(long seed) {
    MultiLayerNetwork network = network(seed);
    MixedBatches batches = batches(1, seed);
    SplittableRandom seeds = new SplittableRandom(seed);
    for (int i = 0; i < iterations; i++) {
      MixedBatch batch = batches.next();
      INDArray changed = augmentation().apply(batch.features(), seeds.nextLong());
      network.fit(new DataSet(changed, batch.labels()));
    }
    return accuracy(network);
  }

  /**
   * The same of a training by all images, whose two passes have to agree.
   *
   * @param weight of the disagreement, once it no longer grows
   */
  double consistent(double weight, long seed) {
    MultiLayerNetwork network = network(seed);
    WeightRamp ramp = new WeightRamp(weight, Math.max(1, (int) (RAMP * iterations)));
    new ConsistencyTraining(PASSES, ramp, augmentation(), seed)
        .fit(network, batches(UNLABELLED_BATCH, seed), new TrainingEnd.Iterations(iterations));
    return accuracy(network);
  }

  private Augmentation augmentation() {
    ImageSet train = images.train();
    return new PixelShift(PIXELS_MOVED, train.height(), train.width())
        .then(new GaussianNoise(NOISE));
  }

  private MixedBatches batches(int unlabelledRows, long seed) {
    ImageSet train = images.train();
    DataSet labelled = new ImageBatches(train.part(0, labels), labels).iterator().next();
    int rest = train.count() - labels;
    INDArray unlabelled =
        Nd4j.create(train.scaledPixels(labels, rest), new int[] {rest, train.imageSize()});
    return new MixedBatches(labelled, unlabelled, LABELLED_BATCH, unlabelledRows, seed);
  }

  private MultiLayerNetwork network(long seed) {
    ImageSet train = images.train();
    Nd4j.getRandom().setSeed(seed);
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new AdamCycle(PEAK_RATE).updater(iterations))
                .activation(Activation.RELU)
                .list()
                .layer(new ConvolutionLayer.Builder(5, 5).stride(2, 2).nOut(16).build())
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(32).build())
                .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
                .layer(new DenseLayer.Builder().nOut(128).dropOut(0.7).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(Dataset.CLASSES)
                        .dropOut(0.5)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(
                    InputType.convolutionalFlat(train.height(), train.width(), train.channels()))
                .build());
    network.init();
    OneDnn.install(network);
    return network;
  }

  private double accuracy(MultiLayerNetwork network) {
    return network.evaluate(new ExistingDataSetIterator(images.testBatches())).accuracy();
  }
}
