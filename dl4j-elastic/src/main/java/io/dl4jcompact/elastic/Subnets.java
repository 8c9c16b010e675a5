package io.dl4jcompact.elastic;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * What one does with the subnets of an elastic network: make one active, or cut one out.
 *
 * <p>A network has all its parameters active when it is initialised, loaded or cloned.
 */
public final class Subnets {

  private Subnets() {}

  /**
   * From now on the network computes and trains the subnet. Nothing is copied or built.
   *
   * @throws IllegalArgumentException if the subnet is of another network; the message names the
   *     layer, the size and the permitted ones
   */
  public static void activate(Model network, SubnetConfig config) {
    ElasticNetwork.of(network).activate(config);
  }

  /** The subnet that is active. */
  public static SubnetConfig active(Model network) {
    return ElasticNetwork.of(network).active();
  }

  /** Makes the whole network active. */
  public static void activateLargest(Model network) {
    activate(network, SubnetConfig.largest(network));
  }

  /** Makes the smallest subnet active. */
  public static void activateSmallest(Model network) {
    activate(network, SubnetConfig.smallest(network));
  }

  /**
   * Makes the running values of elastic batch normalisations those of the active subnet: mean and
   * variance of the data, each layer given what the layers before it make of a minibatch with its
   * own mean and variance. A few thousand samples are enough. Other subnets, which share the
   * running values, must be recalibrated again before they are used.
   *
   * <p>Networks without such layers stay as they are.
   *
   * @param data is reset first, and run once
   * @throws IllegalArgumentException if there are no data
   */
  public static void recalibrate(Model network, DataSetIterator data) {
    new Recalibration(network).run(Minibatches.of(data));
  }

  /** As {@link #recalibrate(Model, DataSetIterator)}. */
  public static void recalibrate(Model network, MultiDataSetIterator data) {
    new Recalibration(network).run(Minibatches.of(data));
  }

  /**
   * An ordinary network that computes what the subnet does, with parameters of its own, and
   * Deeplearning4j's own layers where it has them. A skipped layer becomes an identity. The
   * supernet stays as it is. The updater's state is not taken along; iterations and epochs are
   * counted from 0.
   *
   * @throws IllegalArgumentException if the subnet is of another network, or a layer that is not
   *     elastic would have to read a part of its inputs; the message names the layer
   */
  public static MultiLayerNetwork extract(MultiLayerNetwork network, SubnetConfig config) {
    ElasticNetwork.of(network).requireFits(config);
    Extraction extraction = new Extraction(config);
    MultiLayerConfiguration conf = network.getLayerWiseConfigurations().clone();
    Width width = Width.INPUT;
    for (int i = 0; i < network.getnLayers(); i++) {
      NarrowPreProcessor narrow = NarrowPreProcessor.of(conf.getInputPreProcess(i), width);
      if (narrow.processor() != null) {
        conf.getInputPreProcessors().put(i, narrow.processor());
      }
      width = extraction.replace(conf.getConf(i), network.getLayer(i), narrow.outputs());
    }
    conf.setIterationCount(0);
    conf.setEpochCount(0);
    MultiLayerNetwork extracted = new MultiLayerNetwork(conf);
    extracted.init();
    extraction.writeParameters(extracted);
    return extracted;
  }

  /** As {@link #extract(MultiLayerNetwork, SubnetConfig)}. */
  public static ComputationGraph extract(ComputationGraph network, SubnetConfig config) {
    ElasticNetwork.of(network).requireFits(config);
    return new GraphExtraction(network, config).run();
  }
}
