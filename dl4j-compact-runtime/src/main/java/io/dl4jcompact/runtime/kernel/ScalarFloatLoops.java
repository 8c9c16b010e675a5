package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.ChannelThreshold;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Weights;

/** Float convolutions by plain loops. */
final class ScalarFloatLoops implements FloatLoops {

  private static final int LANES = ScratchSize.LANES;

  @Override
  public FloatProduct product(Weights weights, int first, int outputs, int[] offsets) {
    return new ScalarFloatProduct(weights, first, outputs, offsets);
  }

  @Override
  public FloatProduct channelProduct(Weights weights, int first, int outputs, int[] offsets) {
    return new ScalarChannelProduct(weights, first, outputs, offsets);
  }

  @Override
  public FloatEpilogue epilogue(Epilogue epilogue, int outputs) {
    if (epilogue instanceof ChannelThreshold threshold) {
      return new WordEpilogue(new ScalarThreshold(threshold)::word, Bits.words(outputs));
    }
    RealEpilogue real = new RealEpilogue((Epilogue.Real) epilogue, outputs, LANES);
    return (block, sums, count, memory, to, step) -> {
      for (int r = 0; r < count; r++) {
        real.run(block, sums[r], memory.floats(), to + r * step + block * LANES);
      }
    };
  }
}
