package io.dl4jcompact.benchmarks;

import io.dl4jcompact.benchmarks.Comparison.Side;
import io.dl4jcompact.examples.LayerKind;
import io.dl4jcompact.runtime.CompactModel;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Param;

/** Exported one-bit networks; the peers run the float network of the same shape. */
public class OneBitNetworkBenchmark extends NetworkBenchmark {

  private static final Target ONNX = new Target(4, 6);

  /** Which network. */
  @Param({"SMALL_CNN", "VGG_SMALL"})
  public Network network;

  static List<Comparison> comparisons() {
    List<Comparison> comparisons = new ArrayList<>();
    for (Network network : List.of(Network.SMALL_CNN, Network.VGG_SMALL)) {
      for (int batch : new int[] {1, 64}) {
        String work = "one-bit " + network.title() + ", batch " + batch;
        Run onnx = FloatNetworkBenchmark.onnx(network, batch);
        Run deeplearning4j = FloatNetworkBenchmark.deeplearning4j(network, batch);
        Side vector =
            new Side(
                work + ", vector", run(OneBitNetworkBenchmark.class, "vector", network, batch));
        comparisons.add(vector.against("ONNX Runtime float", onnx, ONNX));
        comparisons.add(vector.against("Deeplearning4j float", deeplearning4j, Target.NONE));
        Side scalar =
            new Side(
                work + ", scalar", run(OneBitNetworkBenchmark.class, "scalar", network, batch));
        comparisons.add(scalar.against("ONNX Runtime float", onnx, Target.NONE));
      }
    }
    return comparisons;
  }

  @Override
  Network network() {
    return network;
  }

  @Override
  LayerKind kind() {
    return LayerKind.ONE_BIT;
  }

  @Override
  void setUpPeers(MultiLayerNetwork trained, CompactModel model, INDArray samples) {
    // The peers' runs of the float network are those of FloatNetworkBenchmark.
  }

  /** On vector kernels. */
  @Benchmark
  @Fork(
      value = OUR_FORKS,
      jvmArgsAppend = {MODULES, VECTOR})
  public float[] vector() {
    return predict();
  }

  /** On scalar kernels. */
  @Benchmark
  @Fork(value = OUR_FORKS, jvmArgsAppend = SCALAR)
  public float[] scalar() {
    return predict();
  }
}
