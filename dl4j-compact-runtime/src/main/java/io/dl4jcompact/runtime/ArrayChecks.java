package io.dl4jcompact.runtime;

import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares the arrays of a run with what a model takes and gives.
 *
 * @param inputs shapes of the model's inputs, in the order in which a session takes them
 * @param outputs shapes of the model's outputs, in the order in which a session gives them
 * @param takesPixels whether all inputs say how pixels become floats
 */
record ArrayChecks(List<SampleShape> inputs, List<SampleShape> outputs, boolean takesPixels) {

  static ArrayChecks of(Graph graph) {
    List<String> inputs = new ArrayList<>();
    boolean takesPixels = true;
    for (Node node : graph.inputs()) {
      inputs.add(node.name());
      takesPixels &= ((Input) node.op()).pixels().isPresent();
    }
    return new ArrayChecks(
        shapes(graph, "input", inputs), shapes(graph, "output", graph.outputs()), takesPixels);
  }

  private static List<SampleShape> shapes(Graph graph, String label, List<String> nodes) {
    List<SampleShape> shapes = new ArrayList<>();
    for (String node : nodes) {
      String named = nodes.size() == 1 ? label : label + " '" + node + "'";
      shapes.add(SampleShape.of(named, graph.type(node)));
    }
    return List.copyOf(shapes);
  }

  /**
   * @throws IllegalStateException if there is more than one input or output
   */
  void requireSingle() {
    if (inputs.size() != 1 || outputs.size() != 1) {
      throw new IllegalStateException(
          "this model has "
              + inputs.size()
              + " inputs and "
              + outputs.size()
              + " outputs; use Session.run(float[][] inputs, float[][] outputs)");
    }
  }

  /**
   * @throws IllegalStateException if there is more than one input or output, or the input takes no
   *     pixels
   */
  void requirePixels() {
    requireSingle();
    if (!takesPixels) {
      throw new IllegalStateException(
          "this model does not say how 8-bit pixels become its input; pass the floats that the"
              + " network was trained on, or export it with ExportOptions.withPixels");
    }
  }

  /**
   * The length of the only output's array for the only input's.
   *
   * @throws IllegalArgumentException if the input is not a whole number of samples, or no array
   *     holds the output
   */
  int outputLength(int inputLength) {
    int samples = inputs.get(0).samples(inputLength);
    long length = (long) samples * outputs.get(0).size();
    if (length > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the result of "
              + samples
              + " samples has "
              + length
              + " values, more than an array can have; pass fewer samples at a time");
    }
    return (int) length;
  }

  /**
   * @throws IllegalArgumentException if there is not an array for each input and output
   * @throws NullPointerException if one is null
   */
  void requireAll(float[][] inputArrays, float[][] outputArrays) {
    requireAll("inputs", inputArrays, inputs);
    requireAll("outputs", outputArrays, outputs);
  }

  private static void requireAll(String what, float[][] arrays, List<SampleShape> shapes) {
    if (arrays.length != shapes.size()) {
      throw new IllegalArgumentException(
          "this model has "
              + shapes.size()
              + " "
              + what
              + ", got "
              + arrays.length
              + " arrays; pass one for each of "
              + shapes.stream().map(SampleShape::label).toList());
    }
    for (int i = 0; i < arrays.length; i++) {
      if (arrays[i] == null) {
        throw new NullPointerException("the array for " + shapes.get(i).label() + " is null");
      }
    }
  }

  /**
   * The number of samples in the arrays of all inputs.
   *
   * @throws IllegalArgumentException if it is not whole or not the same
   */
  int samples(float[][] inputArrays) {
    int samples = inputs.get(0).samples(inputArrays[0].length);
    for (int i = 1; i < inputArrays.length; i++) {
      SampleShape shape = inputs.get(i);
      int others = shape.samples(inputArrays[i].length);
      if (others != samples) {
        throw new IllegalArgumentException(
            shape.label()
                + " has "
                + others
                + " samples, the first input has "
                + samples
                + "; pass as many of each");
      }
    }
    return samples;
  }

  /**
   * @throws IllegalArgumentException if an output's array is not just long enough, or is also the
   *     array of an input or of another output
   */
  void requireRoom(float[][] inputArrays, float[][] outputArrays, int samples) {
    for (int i = 0; i < outputArrays.length; i++) {
      SampleShape shape = outputs.get(i);
      long expected = (long) samples * shape.size();
      if (outputArrays[i].length != expected) {
        throw new IllegalArgumentException(
            shape.label()
                + " has room for "
                + outputArrays[i].length
                + " values; "
                + samples
                + " samples of "
                + shape
                + " values give "
                + expected
                + "; pass an array of just this length");
      }
      for (float[] input : inputArrays) {
        if (input == outputArrays[i]) {
          throw new IllegalArgumentException(
              "input and output are the same array; pass an output of its own, since results are"
                  + " written before all samples are read");
        }
      }
      requireOther(outputArrays, i);
    }
  }

  private void requireOther(float[][] outputArrays, int index) {
    for (int other = 0; other < index; other++) {
      if (outputArrays[other] == outputArrays[index]) {
        throw new IllegalArgumentException(
            outputs.get(other).label()
                + " and "
                + outputs.get(index).label()
                + " are the same array; pass one for each");
      }
    }
  }
}
