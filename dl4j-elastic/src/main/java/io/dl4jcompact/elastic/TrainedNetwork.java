package io.dl4jcompact.elastic;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The steps of Deeplearning4j's {@code fit}, one by one, of either kind of network: gradients may
 * come from several passes before one update.
 */
abstract class TrainedNetwork {

  private final Model model;

  TrainedNetwork(Model model) {
    this.model = model;
  }

  static TrainedNetwork of(Model model) {
    return model instanceof MultiLayerNetwork list
        ? new TrainedList(list)
        : new TrainedGraph((ComputationGraph) model);
  }

  final Model model() {
    return model;
  }

  /**
   * Computes the gradients of a minibatch's loss.
   *
   * @return the score: loss, l1 and l2
   */
  abstract double computeGradients(MultiDataSet batch);

  /** What the network gives while training, one array for each output, out of workspaces. */
  abstract INDArray[] outputs(MultiDataSet batch);

  /** The gradients of all parameters as a vector, a view. */
  final INDArray gradients() {
    INDArray view = model.getGradientsViewArray();
    return view.reshape(view.length());
  }

  abstract BaseMultiLayerUpdater<?> updater();

  abstract int iteration();

  abstract int epoch();

  abstract void setCounts(int iteration, int epoch);

  abstract void setScore(double score);

  abstract Iterable<TrainingListener> listeners();

  /** Makes an update of the gradients as they are, as an optimiser does. */
  final void update(int minibatch, double score) {
    setScore(score);
    listeners().forEach(listener -> listener.onGradientCalculation(model));
    updater()
        .update(
            model.gradient(), iteration(), epoch(), minibatch, LayerWorkspaceMgr.noWorkspaces());
    INDArray parameters = model.params();
    parameters.subi(gradients().reshape(parameters.shape()));
    int done = iteration();
    listeners().forEach(listener -> listener.iterationDone(model, done, epoch()));
    setCounts(done + 1, epoch());
    model.applyConstraints(iteration(), epoch());
  }

  final void beginEpoch() {
    listeners().forEach(listener -> listener.onEpochStart(model));
  }

  final void endEpoch() {
    listeners().forEach(listener -> listener.onEpochEnd(model));
    setCounts(iteration(), epoch() + 1);
  }

  /**
   * Views of those of the gradients that are no gradients but a layer's own changes, such as those
   * of running statistics.
   */
  final List<INDArray> ownChanges() {
    List<INDArray> changes = new ArrayList<>();
    INDArray all = gradients();
    long next = 0;
    for (Trainable layer : trainables()) {
      Set<String> keys = layer.paramTable(false).keySet();
      for (String key : keys) {
        long to = next + layer.paramTable(false).get(key).length();
        if (!layer.updaterDivideByMinibatch(key)) {
          changes.add(all.get(NDArrayIndex.interval(next, to)));
        }
        next = to;
      }
    }
    return changes;
  }

  /** Everything that has parameters, in the order of the vector. */
  abstract List<Trainable> trainables();
}
