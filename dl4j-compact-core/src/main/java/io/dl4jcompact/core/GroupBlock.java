package io.dl4jcompact.core;

import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Some groups of a grouped convolution as one convolution without groups, whose weights are 0
 * between groups, and between the taps of a dilated window: oneDNN computes no other.
 */
final class GroupBlock {

  private final int all;
  private final int first;
  private final int groups;
  private final int groupOutputs;
  private final int groupInputs;
  private final int[] taps;
  private final int[] dilation;
  private final INDArray mask;

  /**
   * The first block.
   *
   * @param weights of the whole layer, [nOut, nIn / all, kH, kW]
   * @param all the layer's groups
   * @param most the most groups of a block, at least 1
   */
  @SuppressWarnings("try")
  GroupBlock(INDArray weights, int all, int most, int[] dilation) {
    this.all = all;
    this.dilation = dilation;
    first = 0;
    groups = Math.min(all, most);
    groupOutputs = (int) weights.size(0) / all;
    groupInputs = (int) weights.size(1);
    taps = new int[] {(int) weights.size(2), (int) weights.size(3)};
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      mask = Nd4j.zeros(weights.dataType(), groups * groupOutputs, groups, groupLength());
    }
    for (int group = 0; group < groups; group++) {
      mask.get(rows(group, 1, groupOutputs), NDArrayIndex.point(group), NDArrayIndex.all())
          .assign(1);
    }
  }

  private GroupBlock(GroupBlock other, int first) {
    all = other.all;
    dilation = other.dilation;
    this.first = first;
    groups = Math.min(other.groups, all - first);
    groupOutputs = other.groupOutputs;
    groupInputs = other.groupInputs;
    taps = other.taps;
    mask =
        groups == other.groups
            ? other.mask
            : other.mask.get(rows(0, groups, groupOutputs), rows(0, groups, 1), NDArrayIndex.all());
  }

  /** The block that begins with another group. */
  GroupBlock from(int group) {
    return new GroupBlock(this, group);
  }

  int groups() {
    return groups;
  }

  private int groupLength() {
    return groupInputs * taps[0] * taps[1];
  }

  private static INDArrayIndex rows(int from, int count, int each) {
    return NDArrayIndex.interval((long) from * each, (long) (from + count) * each);
  }

  private INDArrayIndex inputChannels() {
    return rows(first, groups, groupInputs);
  }

  private INDArrayIndex outputChannels() {
    return rows(first, groups, groupOutputs);
  }

  /** The block's channels of an input. */
  INDArray inputs(INDArray input) {
    return input.get(NDArrayIndex.all(), inputChannels(), NDArrayIndex.all(), NDArrayIndex.all());
  }

  /** The block's channels of an output. */
  INDArray outputs(INDArray output) {
    return output.get(NDArrayIndex.all(), outputChannels(), NDArrayIndex.all(), NDArrayIndex.all());
  }

  /** The shape of the block's part of an output. */
  long[] mapShape(INDArray output) {
    return new long[] {
      output.size(0), (long) groups * groupOutputs, output.size(2), output.size(3)
    };
  }

  /** Height and width of the window without dilation. */
  int[] kernel() {
    return new int[] {(taps[0] - 1) * dilation[0] + 1, (taps[1] - 1) * dilation[1] + 1};
  }

  private boolean isDilated() {
    return dilation[0] > 1 || dilation[1] > 1;
  }

  private INDArray tapsOf(INDArray expanded) {
    int[] kernel = kernel();
    return expanded.get(
        NDArrayIndex.all(),
        NDArrayIndex.all(),
        every(dilation[0], kernel[0]),
        every(dilation[1], kernel[1]));
  }

  /** ND4J refuses a stride beyond the end. */
  private static INDArrayIndex every(int stride, int length) {
    return length == 1 ? NDArrayIndex.all() : NDArrayIndex.interval(0, stride, length);
  }

  private long[] denseShape(int[] window) {
    return new long[] {
      (long) groups * groupOutputs, (long) groups * groupInputs, window[0], window[1]
    };
  }

  /**
   * The block's weights with zeros, [outputs, inputs, height, width].
   *
   * @param weights [nOut, nIn / groups · kH · kW]
   */
  INDArray expanded(INDArray weights) {
    INDArray own = weights.get(outputChannels(), NDArrayIndex.all()).dup('c');
    INDArray dense = Nd4j.createUninitialized(mask.dataType(), mask.shape(), 'c');
    Nd4j.exec(new BroadcastMulOp(mask, own, dense, 0, 2));
    dense = dense.reshape('c', denseShape(taps));
    if (!isDilated()) {
      return dense;
    }
    INDArray dilated = Nd4j.zeros(mask.dataType(), denseShape(kernel()));
    tapsOf(dilated).assign(dense);
    return dilated;
  }

  /**
   * Writes the gradient of the block's weights where it belongs.
   *
   * @param expandedGradient that of the expanded weights
   * @param gradient [nOut, nIn / groups · kH · kW]
   */
  void extract(INDArray expandedGradient, INDArray gradient) {
    INDArray dense = isDilated() ? tapsOf(expandedGradient).dup('c') : expandedGradient;
    INDArray own = dense.reshape('c', mask.shape()).mul(mask).sum(1);
    gradient.get(outputChannels(), NDArrayIndex.all()).assign(own);
  }
}
