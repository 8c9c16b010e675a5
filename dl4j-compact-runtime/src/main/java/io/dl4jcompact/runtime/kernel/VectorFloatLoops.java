package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.ChannelThreshold;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Weights;

/** Float convolutions by vectors. */
final class VectorFloatLoops implements FloatLoops {

  @Override
  public FloatProduct product(Weights weights, int first, int outputs, int[] offsets) {
    return new VectorFloatProduct(weights, first, outputs, offsets);
  }

  @Override
  public FloatProduct neighbourProduct(Weights weights, int outputs, int[] offsets, int width) {
    return new VectorNeighbourProduct(weights, outputs, offsets, width);
  }

  @Override
  public FloatProduct channelProduct(Weights weights, int first, int outputs, int[] offsets) {
    return new VectorChannelProduct(weights, first, outputs, offsets);
  }

  @Override
  public SparseProduct sparseProduct(SparseBlocks blocks) {
    return new VectorSparseProduct(blocks);
  }

  @Override
  public WinogradInput winogradInput() {
    return new VectorWinogradInput();
  }

  @Override
  public FloatEpilogue epilogue(Epilogue epilogue, int outputs) {
    if (epilogue instanceof ChannelThreshold threshold) {
      return new WordEpilogue(new VectorThreshold(threshold), Bits.words(outputs));
    }
    return new VectorRealEpilogue((Epilogue.Real) epilogue, outputs);
  }
}
