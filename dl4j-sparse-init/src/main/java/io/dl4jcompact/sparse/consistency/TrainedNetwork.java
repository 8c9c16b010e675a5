package io.dl4jcompact.sparse.consistency;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** What training asks of either kind of network. */
interface TrainedNetwork {

  void fit(DataSet minibatch);

  double score();

  INDArray output(INDArray features);

  Layer outputLayer();

  /** A list of layers. */
  record Layers(MultiLayerNetwork network) implements TrainedNetwork {

    public Layers {
      requireInitialised(network.getLayers());
    }

    @Override
    public void fit(DataSet minibatch) {
      network.fit(minibatch);
    }

    @Override
    public double score() {
      return network.score();
    }

    @Override
    public INDArray output(INDArray features) {
      return network.output(features);
    }

    @Override
    public Layer outputLayer() {
      return network.getOutputLayer();
    }
  }

  /** A graph with one input and one output. */
  record Graph(ComputationGraph network) implements TrainedNetwork {

    public Graph {
      requireInitialised(network.getVertices());
      if (network.getNumInputArrays() != 1 || network.getNumOutputArrays() != 1) {
        throw new IllegalArgumentException(
            "the graph has %d inputs and %d outputs, expected one of each"
                .formatted(network.getNumInputArrays(), network.getNumOutputArrays()));
      }
    }

    @Override
    public void fit(DataSet minibatch) {
      network.fit(minibatch);
    }

    @Override
    public double score() {
      return network.score();
    }

    @Override
    public INDArray output(INDArray features) {
      return network.outputSingle(features);
    }

    @Override
    public Layer outputLayer() {
      return network.getOutputLayer(0);
    }
  }

  /** Deeplearning4j has no layers or vertices before {@code init()}. */
  private static void requireInitialised(Object[] parts) {
    if (parts == null) {
      throw new IllegalArgumentException(
          "the network has no parameters, expected an initialised one; call network.init()");
    }
  }
}
