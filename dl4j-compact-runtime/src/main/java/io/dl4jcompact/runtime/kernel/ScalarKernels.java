package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.ChannelThreshold;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.TensorType;
import java.util.List;

/** Plain Java loops, shaped so that the compiler vectorises them where it can. */
public final class ScalarKernels implements Kernels {

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public ConvolutionKernel convolution(Convolution operation, TensorType input) {
    operation.outputType(List.of(input));
    return operation.isOneBit(input)
        ? new BitConvolution(operation, input, new ScalarBitLoops())
        : new ScalarFloatLoops().convolution(operation, input);
  }

  @Override
  public ConvolutionKernel convolution(Int8Convolution operation, TensorType input) {
    operation.outputType(List.of(input));
    return new ScalarInt8Loops().convolution(operation, input);
  }

  @Override
  public PoolKernel pool(Pool operation, TensorType input) {
    return switch (Store.of(input)) {
      case FLOATS -> new FloatPool(operation, input, new ScalarPoolLoops());
      case WORDS -> new BitPool(operation, input);
      case BYTES -> new Int8MaxPool(operation, input);
    };
  }

  @Override
  public BitQuantizer quantizer(OneBitQuantizer quantizer) {
    return new ScalarQuantizer(quantizer);
  }

  @Override
  public BitQuantizer quantizer(ChannelThreshold threshold) {
    return new ScalarThreshold(threshold);
  }

  @Override
  public BitExpander expander(ElementType element) {
    return new ScalarExpander(element);
  }

  @Override
  public FloatMap map(Activation activation) {
    return new ScalarActivation(activation);
  }

  @Override
  public FloatMap map(Affine operation, int channels) {
    return new ScalarAffine(operation, channels);
  }

  @Override
  public FloatFold fold(Elementwise.Combination combination) {
    return ScalarFold.of(combination);
  }

  @Override
  public float sum(float[] values, int start, int end) {
    return ScalarSum.of(values, start, end);
  }
}
