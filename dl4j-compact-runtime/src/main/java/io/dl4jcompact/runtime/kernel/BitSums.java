package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Weights;

/**
 * How the exact sum of a one-bit convolution follows from counts of bits, for either kind of bits.
 *
 * <pre> sum = 2^shift · |a ∧ w| - 2^(shift - 1) · |a| - offset[class, output] </pre>
 *
 * <p>For bits that stand for 0 and 1 the shift is 1 and there is no offset. For ±1 the shift is 2,
 * and the offset is the sum of the weights that meet the map, which depends on the placement's
 * class where there is padding.
 *
 * <p>Where outputs see groups of channels or weights are sparse, counts are differences ({@link
 * DifferenceProduct}): the shift is one less, and ones are not taken.
 */
final class BitSums {

  private final int shift;
  private final int onesFactor;
  private final int outputs;
  private final int[][] offsets;

  BitSums(Convolution operation, TensorType input, Placements placements) {
    outputs = operation.outputs();
    boolean bipolar = input.element() == ElementType.BIT_PM1;
    boolean differences = SignRows.areDifferences(operation);
    shift = (bipolar ? 2 : 1) - (differences ? 1 : 0);
    onesFactor = differences ? 0 : 1 << (shift - 1);
    offsets = new int[Math.multiplyExact(placements.classes(), blocks())][SignRows.LANES];
    if (bipolar) {
      fillOffsets(operation, input, placements);
    }
  }

  private void fillOffsets(Convolution operation, TensorType input, Placements placements) {
    Weights weights = operation.weights();
    for (int n = 0; n < outputs; n++) {
      TapSums sums = new TapSums(weights, n, operation.window(), operation.groupChannels(input));
      for (int row = 0; row < placements.height(); row++) {
        if (placements.rows().startsClass(row)) {
          fillRow(sums, placements, row, n);
        }
      }
    }
  }

  private void fillRow(TapSums sums, Placements placements, int row, int output) {
    for (int column = 0; column < placements.width(); column++) {
      if (placements.columns().startsClass(column)) {
        int index = index(placements.classOf(row, column), output / SignRows.LANES);
        offsets[index][output % SignRows.LANES] = sums.inside(placements, row, column);
      }
    }
  }

  /** The power of two by which counts of common bits are multiplied. */
  int shift() {
    return shift;
  }

  /** What a row with this many ones takes from every sum. */
  int ones(int count) {
    return count * onesFactor;
  }

  /** Where an array of offsets is. */
  int index(int placementClass, int block) {
    return placementClass * blocks() + block;
  }

  private int blocks() {
    return SignRows.blocks(outputs);
  }

  /** For each class of placements, for each block of outputs: the offset of each lane. */
  int[][] offsets() {
    return offsets;
  }
}
