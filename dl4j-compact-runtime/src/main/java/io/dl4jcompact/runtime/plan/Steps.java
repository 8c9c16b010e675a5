package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.ChannelThreshold;
import io.dl4jcompact.runtime.graph.Concat;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.DequantizeInt8;
import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.graph.Flatten;
import io.dl4jcompact.runtime.graph.Flip;
import io.dl4jcompact.runtime.graph.GlobalPool;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Int8Add;
import io.dl4jcompact.runtime.graph.Int8AveragePool;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.QuantizeInt8;
import io.dl4jcompact.runtime.graph.Softmax;
import io.dl4jcompact.runtime.graph.Unflatten;
import io.dl4jcompact.runtime.graph.Unpack;
import io.dl4jcompact.runtime.graph.Upsample;
import io.dl4jcompact.runtime.graph.ZeroPad;

/** The table of which step runs which operation. */
final class Steps {

  private Steps() {}

  /** The step that runs a node. */
  static Step prepare(Operands operands) {
    Op operation = operands.node().op();
    if (operation instanceof Activate activate) {
      return MapStep.of(activate, operands);
    }
    if (operation instanceof Affine affine) {
      return MapStep.of(affine, operands);
    }
    if (operation instanceof ChannelThreshold channelThreshold) {
      return QuantizeStep.of(channelThreshold, operands);
    }
    if (operation instanceof Concat concat) {
      return new ConcatStep(concat, operands);
    }
    if (operation instanceof Convolution convolution) {
      return ConvolutionStep.of(convolution, operands);
    }
    if (operation instanceof DequantizeInt8 dequantize) {
      return new DequantizeInt8Step(dequantize, operands);
    }
    if (operation instanceof Elementwise elementwise) {
      return new ElementwiseStep(elementwise, operands);
    }
    if (operation instanceof Flatten flatten) {
      return new FlattenStep(flatten, operands);
    }
    if (operation instanceof Flip flip) {
      return new FlipStep(flip, operands);
    }
    if (operation instanceof GlobalPool globalPool) {
      return PoolStep.global(globalPool, operands);
    }
    if (operation instanceof Input input) {
      return new InputStep(input, operands);
    }
    if (operation instanceof Int8Add add) {
      return new Int8AddStep(add, operands);
    }
    if (operation instanceof Int8AveragePool average) {
      return PoolStep.of(average, operands);
    }
    if (operation instanceof Int8Convolution convolution) {
      return ConvolutionStep.of(convolution, operands);
    }
    if (operation instanceof Pool pool) {
      return PoolStep.of(pool, operands);
    }
    if (operation instanceof Quantize quantize) {
      return QuantizeStep.of(quantize, operands);
    }
    if (operation instanceof QuantizeInt8 quantize) {
      return new QuantizeInt8Step(quantize, operands);
    }
    if (operation instanceof Softmax softmax) {
      return new SoftmaxStep(softmax, operands);
    }
    if (operation instanceof Unflatten unflatten) {
      return new UnflattenStep(unflatten, operands);
    }
    if (operation instanceof Unpack unpack) {
      return new UnpackStep(unpack, operands);
    }
    if (operation instanceof Upsample upsample) {
      return new UpsampleStep(upsample, operands);
    }
    if (operation instanceof ZeroPad zeroPad) {
      return new ZeroPadStep(zeroPad, operands);
    }
    throw new AssertionError("no step for " + operation.getClass());
  }
}
