package io.dl4jcompact.elastic;

import java.util.List;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** The steps of a {@link MultiLayerNetwork}'s training. */
final class TrainedList extends TrainedNetwork {

  private final MultiLayerNetwork network;

  TrainedList(MultiLayerNetwork network) {
    super(network);
    this.network = network;
    if (network.getGradientsViewArray() == null) {
      network.initGradientsView();
    }
  }

  private static INDArray first(INDArray[] arrays) {
    return arrays == null ? null : arrays[0];
  }

  @Override
  double computeGradients(MultiDataSet batch) {
    network.setInput(batch.getFeatures(0));
    network.setLabels(batch.getLabels(0));
    network.setLayerMaskArrays(
        first(batch.getFeaturesMaskArrays()), first(batch.getLabelsMaskArrays()));
    network.computeGradientAndScore();
    network.clearLayerMaskArrays();
    network.clearLayersStates();
    return network.score();
  }

  @Override
  INDArray[] outputs(MultiDataSet batch) {
    INDArray output =
        network.output(
            batch.getFeatures(0),
            true,
            first(batch.getFeaturesMaskArrays()),
            first(batch.getLabelsMaskArrays()));
    return new INDArray[] {output};
  }

  @Override
  BaseMultiLayerUpdater<?> updater() {
    return (BaseMultiLayerUpdater<?>) network.getUpdater();
  }

  @Override
  List<Trainable> trainables() {
    return List.of(network.getLayers());
  }

  @Override
  int iteration() {
    return network.getIterationCount();
  }

  @Override
  int epoch() {
    return network.getEpochCount();
  }

  @Override
  void setCounts(int iteration, int epoch) {
    network.setIterationCount(iteration);
    network.setEpochCount(epoch);
  }

  @Override
  void setScore(double score) {
    network.setScore(score);
  }

  @Override
  Iterable<TrainingListener> listeners() {
    return List.copyOf(network.getListeners());
  }
}
