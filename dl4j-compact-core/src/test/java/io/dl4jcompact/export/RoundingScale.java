package io.dl4jcompact.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How far the roundings of floats take a network's outputs from their exact values.
 *
 * <p>The error that the network itself has can be small by luck. So the network is run with its
 * parameters moved to neighbouring floats, at random: the constants of a model, such as γ over a
 * deviation, are rounded by as much.
 */
final class RoundingScale {

  /**
   * An error beyond this is no rounding: a quantiser's bit has turned. Such a neighbour says
   * nothing of roundings and does not count, so that no model is excused beyond this.
   */
  static final double TURNED = 1e-3;

  /**
   * A model as exact as the neighbours are is further off than all of them once in 1,025 times, and
   * some ten samples of all random networks are judged by them: for chance alone, one choice of
   * seeds in a hundred would fail.
   */
  private static final int NEIGHBOURS = 1024;

  private final Reference reference;
  private final INDArray[] inputs;
  private final List<double[][]> neighbours = new ArrayList<>();
  private Reference moved;
  private double[][] exact;

  RoundingScale(Reference reference, INDArray... inputs) {
    this.reference = reference;
    this.inputs = inputs;
  }

  /**
   * Whether one of the neighbours is as far off as a model is.
   *
   * @param from where the sample's values of the output start
   */
  boolean reaches(SampleParity sample, int output, int from) {
    int to = from + sample.actual().length;
    for (int i = 0; i < NEIGHBOURS; i++) {
      double error = sample.error(Arrays.copyOfRange(neighbour(i)[output], from, to));
      if (error >= sample.error() && error <= TURNED) {
        return true;
      }
    }
    return false;
  }

  /** Some of an output's exact values, which are computed when first asked for. */
  double[] exact(int output, int from, int to) {
    if (exact == null) {
      exact = reference.inDoubles().output(inputs);
    }
    return Arrays.copyOfRange(exact[output], from, to);
  }

  private double[][] neighbour(int index) {
    if (moved == null) {
      moved = reference.copy();
    }
    if (index == neighbours.size()) {
      moved.moveTo(reference.neighbour(index));
      neighbours.add(moved.output(inputs));
    }
    return neighbours.get(index);
  }
}
