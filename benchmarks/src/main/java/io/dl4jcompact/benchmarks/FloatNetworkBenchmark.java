package io.dl4jcompact.benchmarks;

import io.dl4jcompact.benchmarks.Comparison.Side;
import io.dl4jcompact.benchmarks.onnx.OnnxSession;
import io.dl4jcompact.examples.LayerKind;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.OnnxExport;
import io.dl4jcompact.runtime.CompactModel;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;

/**
 * Exported float networks against Deeplearning4j with oneDNN and ONNX Runtime. The claim: no
 * exported network is slower than in Deeplearning4j.
 */
public class FloatNetworkBenchmark extends NetworkBenchmark {

  /** What the claim asks for. */
  static final Target NO_SLOWER = new Target(1, 1);

  /** Which network. */
  @Param public Network network;

  private MultiLayerNetwork deeplearning4j;
  private INDArray samples;
  private OnnxSession onnx;

  static List<Comparison> comparisons() {
    List<Comparison> comparisons = new ArrayList<>();
    for (Network network : Network.values()) {
      for (int batch : new int[] {1, 64}) {
        Side ours =
            new Side(
                "float " + network.title() + ", batch " + batch,
                run(FloatNetworkBenchmark.class, "vector", network, batch));
        comparisons.add(ours.against("Deeplearning4j", deeplearning4j(network, batch), NO_SLOWER));
        comparisons.add(ours.against("ONNX Runtime", onnx(network, batch), Target.NONE));
      }
    }
    return comparisons;
  }

  /** Deeplearning4j's run of a float network. */
  static Run deeplearning4j(Network network, int batch) {
    return run(FloatNetworkBenchmark.class, "deeplearning4j", network, batch);
  }

  /** ONNX Runtime's run of a float network. */
  static Run onnx(Network network, int batch) {
    return run(FloatNetworkBenchmark.class, "onnx", network, batch);
  }

  @Override
  Network network() {
    return network;
  }

  @Override
  LayerKind kind() {
    return LayerKind.FLOAT;
  }

  @Override
  void setUpPeers(MultiLayerNetwork trained, CompactModel model, INDArray images) {
    deeplearning4j = trained;
    samples = images;
    onnx =
        OnnxSession.of(
            OnnxExport.toBytes(trained, ExportOptions.DEFAULT.withInputTypes(network.input())),
            images.dup('c').data().asFloat(),
            images.shape());
    requireClose(
        "ONNX Runtime", trained.output(images).dup('c').data().asFloat(), onnx.run().floats());
  }

  /** The exported model on vector kernels. */
  @Benchmark
  @Fork(
      value = OUR_FORKS,
      jvmArgsAppend = {MODULES, VECTOR})
  public float[] vector() {
    return predict();
  }

  /** The network itself, with oneDNN. */
  @Benchmark
  public INDArray deeplearning4j() {
    return deeplearning4j.output(samples);
  }

  /** The network as an ONNX model. */
  @Benchmark
  public OnnxSession onnx() {
    return onnx.run();
  }
}
