package io.dl4jcompact.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.runtime.CompactModel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Compares exported models with the networks that they come from. */
public final class Parity {

  /** Relative to a value. */
  private static final double TOLERANCE = 1e-4;

  /** Relative to the greatest value of a sample's output, for values that cancelled out. */
  private static final double CANCELLED = 1e-6;

  private Parity() {}

  /** Requires that a network and its model agree on a batch. */
  public static Exported check(MultiLayerNetwork network, ExportOptions options, INDArray input) {
    Exported exported = CompactExporter.exportWithReport(network, options);
    check(exported.model(), new INDArray[] {input}, new INDArray[] {network.output(input.dup())});
    return exported;
  }

  /** Requires that a network and its model agree on a batch. */
  public static Exported check(
      ComputationGraph network, ExportOptions options, INDArray... inputs) {
    Exported exported = CompactExporter.exportWithReport(network, options);
    // Copies, since DL4J's activation layers write into the network's input.
    INDArray[] copies = Arrays.stream(inputs).map(INDArray::dup).toArray(INDArray[]::new);
    check(exported.model(), inputs, network.output(copies));
    return exported;
  }

  private static void check(CompactModel model, INDArray[] inputs, INDArray[] expected) {
    float[][] in = Arrays.stream(inputs).map(Parity::values).toArray(float[][]::new);
    float[][] out =
        Arrays.stream(expected).map(e -> new float[(int) e.length()]).toArray(float[][]::new);
    model.newSession().run(in, out);
    for (int i = 0; i < expected.length; i++) {
      int samples = (int) expected[i].size(0);
      float[] values = values(expected[i]);
      int each = values.length / samples;
      for (int sample = 0; sample < samples; sample++) {
        int from = sample * each;
        checkSample(
            Arrays.copyOfRange(values, from, from + each),
            Arrays.copyOfRange(out[i], from, from + each));
      }
    }
  }

  private static void checkSample(float[] expected, float[] actual) {
    double greatest =
        IntStream.range(0, expected.length).mapToDouble(i -> Math.abs(expected[i])).max().orElse(0);
    for (int i = 0; i < expected.length; i++) {
      double allowed = TOLERANCE * Math.abs(expected[i]) + CANCELLED * greatest;
      assertThat((double) actual[i])
          .as(
              "output %d, expected %s, got %s",
              i, Arrays.toString(expected), Arrays.toString(actual))
          .isBetween(expected[i] - allowed, expected[i] + allowed);
    }
    int best = best(expected);
    assertThat(expected[best(actual)]).as("class").isEqualTo(expected[best]);
  }

  private static int best(float[] values) {
    return IntStream.range(0, values.length).reduce(0, (a, b) -> values[b] > values[a] ? b : a);
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
