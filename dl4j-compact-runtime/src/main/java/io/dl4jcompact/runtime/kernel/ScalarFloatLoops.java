package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.ChannelThreshold;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Weights;

/** Float convolutions by plain loops. */
final class ScalarFloatLoops implements FloatLoops {

  @Override
  public FloatProduct product(Weights weights, int first, int outputs, int[] offsets) {
    return new ScalarFloatProduct(weights, first, outputs, offsets);
  }

  @Override
  public FloatProduct channelProduct(Weights weights, int first, int outputs, int[] offsets) {
    return new ScalarChannelProduct(weights, first, outputs, offsets);
  }

  @Override
  public SparseProduct sparseProduct(SparseBlocks blocks) {
    return new ScalarSparseProduct(blocks);
  }

  @Override
  public WinogradInput winogradInput() {
    return new ScalarWinogradInput();
  }

  @Override
  public FloatEpilogue epilogue(Epilogue epilogue, int outputs) {
    if (epilogue instanceof ChannelThreshold threshold) {
      return new WordEpilogue(new ScalarThreshold(threshold), Bits.words(outputs));
    }
    return new ScalarRealEpilogue((Epilogue.Real) epilogue, outputs);
  }
}
