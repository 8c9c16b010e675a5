package io.dl4jcompact.export;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network of Deeplearning4j as a function, and networks that should give almost the same. */
record Reference(Model network) {

  /** The machine epsilon of floats: what the roundings of two operations come to, relative. */
  private static final float EPSILON = 0x1p-23f;

  /** Each output's values, batch first. */
  double[][] output(INDArray... inputs) {
    DataType type = network.params().dataType();
    // Copies, since DL4J's activation layers write into the network's input.
    INDArray[] copies =
        Arrays.stream(inputs).map(i -> i.castTo(type).dup()).toArray(INDArray[]::new);
    INDArray[] outputs =
        network instanceof ComputationGraph graph
            ? graph.output(copies)
            : new INDArray[] {((MultiLayerNetwork) network).output(copies[0])};
    return Arrays.stream(outputs).map(o -> o.dup('c').data().asDouble()).toArray(double[][]::new);
  }

  /** The same parameters and double arithmetic: exact where floats are concerned. */
  Reference inDoubles() {
    return new Reference(
        network instanceof ComputationGraph graph
            ? graph.convertDataType(DataType.DOUBLE)
            : ((MultiLayerNetwork) network).convertDataType(DataType.DOUBLE));
  }

  /** Another network with the same parameters. */
  Reference copy() {
    return new Reference(
        network instanceof ComputationGraph graph
            ? graph.clone()
            : ((MultiLayerNetwork) network).clone());
  }

  /** The parameters, each kept or moved, at random, by the machine epsilon, relative. */
  float[] neighbour(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] parameters = Parity.values(network.params());
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] *= 1 + EPSILON * random.nextInt(-1, 2);
    }
    return parameters;
  }

  /** Changes the network's parameters. */
  void moveTo(float... parameters) {
    network.setParams(Nd4j.createFromArray(parameters).reshape(network.params().shape()));
  }
}
