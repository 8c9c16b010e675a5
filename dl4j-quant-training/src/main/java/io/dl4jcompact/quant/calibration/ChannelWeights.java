package io.dl4jcompact.quant.calibration;

import io.dl4jcompact.quant.QuantizedConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The weights and biases of a quantised layer by output, input and tap, in doubles; {@link #store}
 * gives them back to the part that they are of. A dense layer has one tap and one group.
 */
final class ChannelWeights {

  private final Part part;
  private final int groups;
  private final int outputs;
  private final int groupInputs;
  private final int taps;
  private final double[] weights;
  private final double[] biases;

  private ChannelWeights(Part part, int groups) {
    this.part = part;
    this.groups = groups;
    INDArray outputsFirst = outputsFirst();
    outputs = (int) outputsFirst.size(0);
    groupInputs = (int) outputsFirst.size(1);
    weights = outputsFirst.castTo(DataType.DOUBLE).dup('c').data().asDouble();
    taps = weights.length / outputs / groupInputs;
    biases = bias().castTo(DataType.DOUBLE).dup('c').data().asDouble();
  }

  static ChannelWeights of(Part part) {
    Layer layer = part.layer().orElseThrow();
    return new ChannelWeights(
        part, layer instanceof QuantizedConvolutionLayer grouped ? grouped.groups() : 1);
  }

  private INDArray latent() {
    return part.parameters().get(DefaultParamInitializer.WEIGHT_KEY);
  }

  private INDArray bias() {
    return part.parameters().get(DefaultParamInitializer.BIAS_KEY);
  }

  /** A dense layer's W is [nIn, nOut]. */
  private INDArray outputsFirst() {
    return latent().rank() == 2 ? latent().transpose() : latent();
  }

  int outputs() {
    return outputs;
  }

  int inputs() {
    return groups * groupInputs;
  }

  /** Multiplies what one output is made of. */
  void scaleOutput(int output, double factor) {
    int each = groupInputs * taps;
    for (int i = output * each; i < (output + 1) * each; i++) {
      weights[i] *= factor;
    }
    biases[output] *= factor;
  }

  void addToOutput(int output, double value) {
    biases[output] += value;
  }

  /** Multiplies all weights of one input. */
  void scaleInput(int input, double factor) {
    int perGroup = outputs / groups;
    int first = input / groupInputs * perGroup;
    for (int output = first; output < first + perGroup; output++) {
      int from = from(output, input);
      for (int i = from; i < from + taps; i++) {
        weights[i] *= factor;
      }
    }
  }

  private int from(int output, int input) {
    return (output * groupInputs + input % groupInputs) * taps;
  }

  /** The greatest magnitude of one output's weights. */
  double outputMagnitude(int output) {
    int each = groupInputs * taps;
    return magnitude(output * each, each);
  }

  /** The greatest magnitude of one input's weights. */
  double inputMagnitude(int input) {
    int perGroup = outputs / groups;
    int first = input / groupInputs * perGroup;
    double greatest = 0;
    for (int output = first; output < first + perGroup; output++) {
      greatest = Math.max(greatest, magnitude(from(output, input), taps));
    }
    return greatest;
  }

  private double magnitude(int from, int count) {
    double greatest = 0;
    for (int i = from; i < from + count; i++) {
      greatest = Math.max(greatest, Math.abs(weights[i]));
    }
    return greatest;
  }

  /** Writes the present values into the part's parameters, rounded once. */
  void store() {
    INDArray target = outputsFirst();
    target.assign(Nd4j.createFromArray(weights).reshape('c', target.shape()));
    bias().assign(Nd4j.createFromArray(biases).reshape(bias().shape()));
  }
}
