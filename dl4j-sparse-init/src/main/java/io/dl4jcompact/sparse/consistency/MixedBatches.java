package io.dl4jcompact.sparse.consistency;

import java.util.Arrays;
import java.util.Iterator;
import java.util.SplittableRandom;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Minibatches of labelled and unlabelled samples in a fixed ratio, without end. Of each kind, all
 * samples come once in random order before any comes again. Not safe for several threads.
 */
public final class MixedBatches implements Iterator<MixedBatch> {

  private final INDArray features;
  private final INDArray labels;
  private final INDArray unlabelled;
  private final int labelledRows;
  private final int unlabelledRows;
  private final ShuffledRows labelledOrder;
  private final ShuffledRows unlabelledOrder;

  /**
   * Reads the arrays while it lasts, and does not write to them.
   *
   * @param labelled features [samples, ..] and one-hot labels [samples, classes], without masks
   * @param unlabelled features [samples, ..], otherwise shaped as the labelled ones
   * @param labelledRows labelled samples of a minibatch, at least 1
   * @param unlabelledRows unlabelled samples of a minibatch, at least 1
   * @param seed of the order
   * @throws IllegalArgumentException if shapes do not fit, or there are masks
   */
  public MixedBatches(
      DataSet labelled, INDArray unlabelled, int labelledRows, int unlabelledRows, long seed) {
    Settings.requireAtLeast("MixedBatches: labelledRows", labelledRows, 1);
    Settings.requireAtLeast("MixedBatches: unlabelledRows", unlabelledRows, 1);
    features = labelled.getFeatures();
    labels = labelled.getLabels();
    this.unlabelled = unlabelled;
    requireFit(labelled);
    this.labelledRows = labelledRows;
    this.unlabelledRows = unlabelledRows;
    SplittableRandom seeds = new SplittableRandom(seed);
    labelledOrder = new ShuffledRows(Math.toIntExact(features.size(0)), seeds.nextLong());
    unlabelledOrder = new ShuffledRows(Math.toIntExact(unlabelled.size(0)), seeds.nextLong());
  }

  private void requireFit(DataSet labelled) {
    long[] sample = sample(features);
    if (!Arrays.equals(sample, sample(unlabelled))) {
      throw new IllegalArgumentException(
          "MixedBatches: unlabelled samples are %s, expected %s as the labelled ones"
              .formatted(Arrays.toString(sample(unlabelled)), Arrays.toString(sample)));
    }
    if (labels.rank() != 2 || labels.size(0) != features.size(0)) {
      throw new IllegalArgumentException(
          "MixedBatches: labels are %s, expected [%d, classes]"
              .formatted(Arrays.toString(labels.shape()), features.size(0)));
    }
    // Deeplearning4j says null where there is no mask.
    if (labelled.getFeaturesMaskArray() != null || labelled.getLabelsMaskArray() != null) {
      throw new IllegalArgumentException("MixedBatches: there are masks, expected samples without");
    }
  }

  private static long[] sample(INDArray samples) {
    long[] shape = samples.shape();
    return Arrays.copyOfRange(shape, 1, shape.length);
  }

  /** Always true. */
  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public MixedBatch next() {
    int[] chosen = labelledOrder.next(labelledRows);
    return new MixedBatch(
        rows(features, chosen),
        rows(labels, chosen),
        rows(unlabelled, unlabelledOrder.next(unlabelledRows)));
  }

  private static INDArray rows(INDArray from, int... chosen) {
    // ND4J hands out the array that it computes with.
    long[] shape = from.shape().clone();
    INDArray table = from.reshape('c', shape[0], from.length() / shape[0]);
    shape[0] = chosen.length;
    return Nd4j.pullRows(table, 1, chosen).reshape('c', shape);
  }
}
