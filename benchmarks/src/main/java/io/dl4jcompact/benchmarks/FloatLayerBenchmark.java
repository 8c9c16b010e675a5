package io.dl4jcompact.benchmarks;

import io.dl4jcompact.benchmarks.Comparison.Side;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.runtime.Session;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Exported float networks of one kind of layer each against Deeplearning4j with oneDNN: where a
 * network could be slower than there, though the whole ones of {@link FloatNetworkBenchmark} are
 * not.
 */
public class FloatLayerBenchmark extends InferenceBenchmark {

  /** Which network. */
  @Param public LayerNetwork network;

  /** Samples at a time. */
  @Param({"1", "16"})
  public int batch;

  private MultiLayerNetwork trained;
  private INDArray samples;
  private Session session;
  private float[] input;
  private float[] output;

  static List<Comparison> comparisons() {
    List<Comparison> comparisons = new ArrayList<>();
    for (LayerNetwork network : LayerNetwork.values()) {
      for (int batch : new int[] {1, 16}) {
        Side ours =
            new Side(
                "float " + network.title() + ", batch " + batch, run("vector", network, batch));
        comparisons.add(
            ours.against(
                "Deeplearning4j",
                run("deeplearning4j", network, batch),
                FloatNetworkBenchmark.NO_SLOWER));
      }
    }
    return comparisons;
  }

  private static Run run(String method, LayerNetwork network, int batch) {
    return Run.of(FloatLayerBenchmark.class, method, "network=" + network, "batch=" + batch);
  }

  /** Exports the network and checks that it computes what Deeplearning4j does. */
  @Setup
  public void setUp() {
    trained = network.network();
    samples = network.samples(batch);
    input = samples.dup('c').data().asFloat();
    session = CompactExporter.export(trained, network.input()).newSession();
    float[] expected = trained.output(samples).dup('c').data().asFloat();
    output = new float[expected.length];
    NetworkBenchmark.requireClose("the exported model", expected, vector());
  }

  /** The exported model on vector kernels. */
  @Benchmark
  @Fork(
      value = 1,
      jvmArgsAppend = {MODULES, VECTOR})
  public float[] vector() {
    session.run(input, output);
    return output;
  }

  /** The network itself, with oneDNN. */
  @Benchmark
  public INDArray deeplearning4j() {
    return trained.output(samples);
  }
}
