package io.dl4jcompact.elastic;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** The steps of a {@link ComputationGraph}'s training. */
final class TrainedGraph extends TrainedNetwork {

  private final ComputationGraph network;

  TrainedGraph(ComputationGraph network) {
    super(network);
    this.network = network;
    if (network.getGradientsViewArray() == null) {
      network.initGradientsView();
    }
  }

  @Override
  double computeGradients(MultiDataSet batch) {
    network.setInputs(batch.getFeatures());
    network.setLabels(batch.getLabels());
    network.setLayerMaskArrays(batch.getFeaturesMaskArrays(), batch.getLabelsMaskArrays());
    network.computeGradientAndScore();
    network.clearLayerMaskArrays();
    network.clearLayersStates();
    return network.score();
  }

  /** Not by {@code output(true, ..)}, whose workspaces have no place for an output's dropout. */
  @Override
  INDArray[] outputs(MultiDataSet batch) {
    network.setLayerMaskArrays(batch.getFeaturesMaskArrays(), batch.getLabelsMaskArrays());
    Map<String, INDArray> activations = network.feedForward(batch.getFeatures(), true);
    network.clearLayerMaskArrays();
    return network.getConfiguration().getNetworkOutputs().stream()
        .map(activations::get)
        .toArray(INDArray[]::new);
  }

  @Override
  BaseMultiLayerUpdater<?> updater() {
    return network.getUpdater();
  }

  @Override
  List<Trainable> trainables() {
    List<Trainable> ordered = new ArrayList<>();
    for (int index : network.topologicalSortOrder()) {
      Trainable vertex = network.getVertices()[index];
      if (vertex.numParams() > 0) {
        ordered.add(vertex);
      }
    }
    return ordered;
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
    network.getConfiguration().setIterationCount(iteration);
    network.getConfiguration().setEpochCount(epoch);
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
