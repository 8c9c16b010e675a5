package io.dl4jcompact.quant.calibration;

import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Takes networks of one kind apart and puts them together.
 *
 * @param <N> the kind of network
 */
interface Anatomy<N> {

  /** The parts of the network that this was made of, all of them copies. */
  Parts parts();

  /**
   * A new network of such parts, with all else as in the network that this was made of but for the
   * counts of iterations and epochs, which begin anew.
   */
  N assemble(Parts parts);

  /**
   * Runs a network at inference, in a way that keeps the input of each layer.
   *
   * @param features one array for each input of the network
   */
  void run(N network, INDArray[] features);

  /** The layer that a part became. */
  Layer layer(N network, Parts parts, String name);

  /** Gives a layer or vertex the values of a part. */
  static void assign(Part part, Map<String, INDArray> parameters) {
    part.parameters()
        .forEach(
            (key, value) -> {
              INDArray parameter = parameters.get(key);
              parameter.assign(value.reshape(parameter.shape()));
            });
  }
}
