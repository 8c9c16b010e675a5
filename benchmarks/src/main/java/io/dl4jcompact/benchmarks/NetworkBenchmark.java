package io.dl4jcompact.benchmarks;

import io.dl4jcompact.examples.LayerKind;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.runtime.CompactModel;
import io.dl4jcompact.runtime.Session;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Whole predictions of an exported network, from a float array to a float array. */
public abstract class NetworkBenchmark extends InferenceBenchmark {

  private static final float TOLERANCE = 1e-4f;

  /** Samples at a time. */
  @Param({"1", "64"})
  public int batch;

  private Session session;
  private float[] input;
  private float[] output;

  abstract Network network();

  abstract LayerKind kind();

  /** Exports the network and checks that it computes what Deeplearning4j does. */
  @Setup
  public void setUpModel() {
    MultiLayerNetwork trained = network().network(kind());
    INDArray samples = network().samples(batch);
    CompactModel model = CompactExporter.export(trained, network().input());
    session = model.newSession();
    input = samples.dup('c').data().asFloat();
    setUpPeers(trained, model, samples);
    float[] expected = trained.output(samples).dup('c').data().asFloat();
    output = new float[expected.length];
    requireClose("the exported model", expected, predict());
  }

  /** What else runs the same network. */
  abstract void setUpPeers(MultiLayerNetwork trained, CompactModel model, INDArray samples);

  /** Runs the exported model. */
  final float[] predict() {
    session.run(input, output);
    return output;
  }

  /** Stops the benchmark unless probabilities agree. */
  static void requireClose(String what, float[] expected, float[] actual) {
    for (int i = 0; i < expected.length; i++) {
      require(
          Math.abs(expected[i] - actual[i]) <= TOLERANCE,
          what + " gives " + actual[i] + " where Deeplearning4j gives " + expected[i]);
    }
  }

  /** A method's run. */
  static Run run(
      Class<? extends NetworkBenchmark> type, String method, Network network, int batch) {
    return Run.of(type, method, "network=" + network, "batch=" + batch);
  }
}
