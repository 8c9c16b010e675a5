package io.dl4jcompact.benchmarks;

import io.dl4jcompact.binary.BinaryConvolutionLayer;
import io.dl4jcompact.binary.BinaryDenseLayer;
import io.dl4jcompact.core.OneDnn;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One training step, updater included, of Deeplearning4j's layers and of ours of the same shape;
 * both with oneDNN where the native library has it. The claim: ours take no longer.
 *
 * <p>Two layers each, so that the gradient of an input is computed too. Run with the environment
 * variable {@code OMP_WAIT_POLICY=passive}: on few cores, ND4J's two thread pools else take turns
 * spinning, which costs either side five to ten times the step and hides the difference. Compare
 * the medians and minima where other programs run too.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class TrainingStepBenchmark {

  private static final Target NO_SLOWER = new Target(1, 1);
  private static final int WIDTH = 1024;
  private static final int ROWS = 128;
  private static final int CHANNELS = 64;
  private static final int SIZE = 14;
  private static final int IMAGES = 64;

  private INDArray rows;
  private INDArray images;
  private MultiLayerNetwork dense;
  private MultiLayerNetwork binaryDense;
  private MultiLayerNetwork convolution;
  private MultiLayerNetwork binaryConvolution;

  static List<Comparison> comparisons() {
    return List.of(
        comparison("training step, dense 1024, minibatch 128", "Dense"),
        comparison("training step, conv 3x3, 64 to 64, 14x14", "Convolution"));
  }

  private static Comparison comparison(String work, String layer) {
    return new Comparison(
        work,
        Run.of(TrainingStepBenchmark.class, "binary" + layer),
        "Deeplearning4j",
        Run.of(TrainingStepBenchmark.class, "deeplearning4j" + layer),
        NO_SLOWER);
  }

  /** Makes the networks and checks that they train. */
  @Setup
  public void setUp() {
    Nd4j.getRandom().setSeed(1);
    rows = Nd4j.randn(DataType.FLOAT, ROWS, WIDTH);
    images = Nd4j.randn(DataType.FLOAT, IMAGES, CHANNELS, SIZE, SIZE);
    LossLayer loss =
        new LossLayer.Builder(LossFunction.MSE).activation(Activation.IDENTITY).build();
    CnnLossLayer imageLoss =
        new CnnLossLayer.Builder(LossFunction.MSE).activation(Activation.IDENTITY).build();
    dense = network(new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build(), loss);
    binaryDense = network(new BinaryDenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build(), loss);
    convolution =
        network(
            new ConvolutionLayer.Builder(3, 3)
                .nIn(CHANNELS)
                .nOut(CHANNELS)
                .convolutionMode(ConvolutionMode.Same)
                .build(),
            imageLoss);
    binaryConvolution =
        network(
            new BinaryConvolutionLayer.Builder(3, 3)
                .nIn(CHANNELS)
                .nOut(CHANNELS)
                .convolutionMode(ConvolutionMode.Same)
                .build(),
            imageLoss);
    requireFinite(deeplearning4jDense(), binaryDense(), deeplearning4jConvolution());
    requireFinite(binaryConvolution());
  }

  private static MultiLayerNetwork network(Layer layer, Layer loss) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(1e-3))
                .activation(Activation.IDENTITY)
                .list(layer, layer.clone(), loss.clone())
                .build());
    network.init();
    OneDnn.install(network);
    return network;
  }

  private static void requireFinite(double... scores) {
    for (double score : scores) {
      if (!Double.isFinite(score)) {
        throw new IllegalStateException("a network does not train: its loss is " + score);
      }
    }
  }

  /** DenseLayer 1024 to 1024, minibatch 128. */
  @Benchmark
  public double deeplearning4jDense() {
    return step(dense, rows);
  }

  /** BinaryDenseLayer of that shape. */
  @Benchmark
  public double binaryDense() {
    return step(binaryDense, rows);
  }

  /** ConvolutionLayer 3x3, 64 to 64 channels, 14x14, minibatch 64, with oneDNN. */
  @Benchmark
  public double deeplearning4jConvolution() {
    return step(convolution, images);
  }

  /** BinaryConvolutionLayer of that shape. */
  @Benchmark
  public double binaryConvolution() {
    return step(binaryConvolution, images);
  }

  private static double step(MultiLayerNetwork network, INDArray data) {
    network.fit(data, data);
    return network.score();
  }
}
