package io.dl4jcompact.binary.packed;

import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;

/**
 * Where a layer looks. A dense layer's window covers its input.
 *
 * @param input the type of one sample of its input, BIT_01
 * @param window without dilation; covers the input of a dense layer
 * @param outputs number of output channels
 * @param dense whether it is a dense layer
 */
record LayerShape(TensorType input, Window window, int outputs, boolean dense) {

  /** Inputs of one output, padding included. */
  int fanIn() {
    return Math.multiplyExact(window.taps(), input.channels());
  }

  int weights() {
    return Math.multiplyExact(outputs, fanIn());
  }

  TensorType output() {
    return new TensorType(
        input.element(),
        window.outputHeight(input.height()),
        window.outputWidth(input.width()),
        outputs);
  }

  BitOrder order() {
    return new BitOrder(window.taps(), input.channels());
  }

  /**
   * Where Deeplearning4j has a weight, in c order: [output, channel, row, column] of a convolution,
   * [channel, row, column; output] of a dense layer.
   *
   * @param index of the weight in packed order, [output][row][column][channel]
   */
  int indexInNetwork(int index) {
    int output = index / fanIn();
    int channel = index % input.channels();
    int tap = index % fanIn() / input.channels();
    int within = channel * window.taps() + tap;
    return dense ? within * outputs + output : output * fanIn() + within;
  }
}
