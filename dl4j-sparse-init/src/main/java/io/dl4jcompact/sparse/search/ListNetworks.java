package io.dl4jcompact.sparse.search;

import io.dl4jcompact.core.OneDnn;
import io.dl4jcompact.sparse.Sparsified;
import io.dl4jcompact.sparse.Sparsify;
import java.io.File;
import java.io.IOException;
import java.util.function.Function;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Networks whose layers follow each other.
 *
 * @param drawn makes one, initialised
 */
record ListNetworks(String identity, Function<Sparsify, Sparsified<MultiLayerNetwork>> drawn)
    implements SearchedNetworks<MultiLayerNetwork> {

  /** New networks of a configuration. */
  static ListNetworks of(MultiLayerConfiguration configuration) {
    return new ListNetworks(
        configuration.toJson(),
        sparsify -> {
          Sparsified<MultiLayerConfiguration> made = sparsify.apply(configuration);
          MultiLayerNetwork network = new MultiLayerNetwork(made.result());
          network.init();
          return new Sparsified<>(network, made.layers());
        });
  }

  /** Networks with the parameters of a trained one. */
  static ListNetworks of(MultiLayerNetwork network) {
    String identity =
        network.getLayerWiseConfigurations().toJson() + ParameterSum.of(network.params());
    return new ListNetworks(identity, sparsify -> sparsify.apply(network));
  }

  @Override
  public Sparsified<MultiLayerNetwork> draw(Sparsify sparsify) {
    return drawn.apply(sparsify);
  }

  @Override
  public MultiLayerNetwork load(File file) throws IOException {
    return ModelSerializer.restoreMultiLayerNetwork(file, true);
  }

  @Override
  public void step(MultiLayerNetwork network, DataSet minibatch) {
    network.fit(minibatch);
  }

  @Override
  public void epochDone(MultiLayerNetwork network) {
    network.incrementEpochCount();
  }

  @Override
  public void accelerate(MultiLayerNetwork network) {
    OneDnn.install(network);
  }
}
