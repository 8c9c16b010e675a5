package io.dl4jcompact.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.runtime.CompactModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Compares exported models with the networks that they come from.
 *
 * <p>A sample has the network's class, and every output must be within 1e-4 of the network's. A
 * softmax of large differences magnifies the roundings of floats beyond that, the network's own
 * too. Where it did, the same network in doubles decides: the model's error in that output must be
 *
 * <ul>
 *   <li>at most 1e-4, so that it is the network that is off, or
 *   <li>reached in that output by a network whose parameters are moved by the machine epsilon and
 *       in which no bit turned ({@link RoundingScale}), so that a model, which keeps its constants
 *       as floats, can be no more exact.
 * </ul>
 */
public final class Parity {

  private Parity() {}

  /** Requires that a network and its model agree on a batch. */
  public static Exported check(MultiLayerNetwork network, ExportOptions options, INDArray input) {
    Exported exported = CompactExporter.exportWithReport(network, options);
    check(exported.model(), network, input);
    return exported;
  }

  /** Requires that a network and its model agree on a batch. */
  public static Exported check(
      ComputationGraph network, ExportOptions options, INDArray... inputs) {
    Exported exported = CompactExporter.exportWithReport(network, options);
    check(exported.model(), network, inputs);
    return exported;
  }

  /** Requires that a model gives what a network gives for a batch. */
  public static void check(CompactModel model, Model network, INDArray... inputs) {
    double[][] expected = new Reference(network).output(inputs);
    float[][] in = Arrays.stream(inputs).map(Parity::values).toArray(float[][]::new);
    float[][] actual =
        Arrays.stream(expected).map(e -> new float[e.length]).toArray(float[][]::new);
    model.newSession().run(in, actual);
    check(actual, network, inputs);
  }

  /** The same for a network of floats alone, whose ONNX model must agree too. */
  static Exported checkFloat(MultiLayerNetwork network, ExportOptions options, INDArray input) {
    check(OnnxRun.outputs(OnnxExport.toBytes(network, options), input), network, input);
    return check(network, options, input);
  }

  /** The same for a network of floats alone, whose ONNX model must agree too. */
  static Exported checkFloat(ComputationGraph network, ExportOptions options, INDArray... inputs) {
    check(OnnxRun.outputs(OnnxExport.toBytes(network, options), inputs), network, inputs);
    return check(network, options, inputs);
  }

  /** Requires that each output's values are what a network gives for a batch. */
  private static void check(float[][] actual, Model network, INDArray... inputs) {
    Reference reference = new Reference(network);
    double[][] expected = reference.output(inputs);
    RoundingScale scale = new RoundingScale(reference, inputs);
    int samples = (int) inputs[0].size(0);
    for (int i = 0; i < actual.length; i++) {
      int each = actual[i].length / samples;
      for (int from = 0; from < actual[i].length; from += each) {
        int output = i;
        int start = from;
        SampleParity parity =
            new SampleParity(
                doubles(Arrays.copyOfRange(actual[i], from, from + each)),
                Arrays.copyOfRange(expected[i], from, from + each),
                () -> scale.exact(output, start, start + each));
        requireSame(parity, scale, i, from);
      }
    }
  }

  private static void requireSame(SampleParity parity, RoundingScale scale, int output, int from) {
    parity.requireClass();
    for (int i : parity.beyond()) {
      assertThat(scale.reaches(parity, i, output, from))
          .as("error %s is rounding, value %d of output %d: %s", parity.error(i), i, output, parity)
          .isTrue();
    }
  }

  private static double[] doubles(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  /** Values in Deeplearning4j's order: batch, channels, rows, columns. */
  public static float[] values(INDArray array) {
    return array.dup('c').data().asFloat();
  }

  /** The names of a report's packed layers. */
  public static List<String> packed(Exported exported) {
    return exported.report().layers().stream()
        .filter(LayerReport::packed)
        .map(LayerReport::name)
        .toList();
  }
}
