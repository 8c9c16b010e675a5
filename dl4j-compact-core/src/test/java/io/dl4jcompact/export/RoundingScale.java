package io.dl4jcompact.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How far the roundings of floats take a network's outputs from their exact values.
 *
 * <p>The error that the network itself has can be small by luck. So the network is run with its
 * parameters moved at random by the machine epsilon of floats: the constants of a model, such as γ
 * over a deviation, come of a few roundings and are off by as much.
 */
final class RoundingScale {

  /**
   * An error beyond this is no rounding: a quantiser's bit has turned. Such a neighbour says
   * nothing of roundings and does not count, so that no model is excused beyond this.
   */
  static final double TURNED = 1e-3;

  /**
   * A model as exact as the neighbours are is further off than all of them once in 1,025 times, and
   * some ten outputs of all random networks are judged by them: for chance alone, one choice of
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
   * Whether one of the neighbours, with no bit turned, is as far off in a value as a model is.
   *
   * @param index which value of the sample
   * @param output which output of the network, whose values of the sample start at {@code from}
   */
  boolean reaches(SampleParity sample, int index, int output, int from) {
    int to = from + sample.actual().length;
    for (int i = 0; i < NEIGHBOURS; i++) {
      double[] errors = sample.errors(Arrays.copyOfRange(neighbour(i)[output], from, to));
      boolean turned = Arrays.stream(errors).anyMatch(error -> !(error <= TURNED));
      if (!turned && errors[index] >= sample.error(index)) {
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
