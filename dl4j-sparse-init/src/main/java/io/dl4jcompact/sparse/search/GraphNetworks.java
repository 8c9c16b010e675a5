package io.dl4jcompact.sparse.search;

import io.dl4jcompact.core.OneDnn;
import io.dl4jcompact.sparse.Sparsified;
import io.dl4jcompact.sparse.Sparsify;
import java.io.File;
import java.io.IOException;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Networks of any graph with one input and one output.
 *
 * @param drawn makes one, initialised
 */
record GraphNetworks(String identity, Function<Sparsify, Sparsified<ComputationGraph>> drawn)
    implements SearchedNetworks<ComputationGraph> {

  /** New networks of a configuration. */
  static GraphNetworks of(ComputationGraphConfiguration configuration) {
    return new GraphNetworks(
        configuration.toJson(),
        sparsify -> {
          Sparsified<ComputationGraphConfiguration> made = sparsify.apply(configuration);
          ComputationGraph network = new ComputationGraph(made.result());
          network.init();
          return new Sparsified<>(network, made.layers());
        });
  }

  /** Networks with the parameters of a trained one. */
  static GraphNetworks of(ComputationGraph network) {
    String identity = network.getConfiguration().toJson() + ParameterSum.of(network.params());
    return new GraphNetworks(identity, sparsify -> sparsify.apply(network));
  }

  @Override
  public Sparsified<ComputationGraph> draw(Sparsify sparsify) {
    return drawn.apply(sparsify);
  }

  @Override
  public ComputationGraph load(File file) throws IOException {
    return ModelSerializer.restoreComputationGraph(file, true);
  }

  @Override
  public void step(ComputationGraph network, DataSet minibatch) {
    network.fit(minibatch);
  }

  @Override
  public void epochDone(ComputationGraph network) {
    network.incrementEpochCount();
  }

  @Override
  public void accelerate(ComputationGraph network) {
    OneDnn.install(network);
  }
}
