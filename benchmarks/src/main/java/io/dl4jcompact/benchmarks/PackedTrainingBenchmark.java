package io.dl4jcompact.benchmarks;

import io.dl4jcompact.binary.BooleanConvolutionLayer;
import io.dl4jcompact.binary.BooleanDenseLayer;
import io.dl4jcompact.binary.flip.SignFlip;
import io.dl4jcompact.binary.packed.PackedOptions;
import io.dl4jcompact.binary.packed.PackedTrainer;
import io.dl4jcompact.core.OneDnn;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One step of packed training, beside one of Deeplearning4j's float layers of the same shapes by
 * Adam, with oneDNN where the native library has it. Two layers and an output layer each; the
 * packed ones have 8-bit accumulators and signals.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 2)
public class PackedTrainingBenchmark {

  private static final int WIDTH = 1024;
  private static final int ROWS = 128;
  private static final int CHANNELS = 64;
  private static final int SIZE = 14;
  private static final int IMAGES = 64;
  private static final int CLASSES = 10;

  /** Which layers. */
  @Param({"DENSE", "CONVOLUTION"})
  public Kind kind;

  private DataSet data;
  private MultiLayerNetwork network;
  private PackedTrainer trainer;

  /** Layers of two kinds, float and Boolean. */
  public enum Kind {
    /** Dense layers of 1024, minibatch 128. */
    DENSE {
      @Override
      InputType input() {
        return InputType.feedForward(WIDTH);
      }

      @Override
      INDArray features() {
        return Nd4j.rand(DataType.FLOAT, ROWS, WIDTH);
      }

      @Override
      Layer real() {
        return new DenseLayer.Builder().nOut(WIDTH).activation(Activation.RELU).build();
      }

      @Override
      Layer bits() {
        return new BooleanDenseLayer.Builder().nOut(WIDTH).updater(new SignFlip(12)).build();
      }
    },
    /** 3x3, 64 to 64 channels, 14x14, minibatch 64. */
    CONVOLUTION {
      @Override
      InputType input() {
        return InputType.convolutional(SIZE, SIZE, CHANNELS);
      }

      @Override
      INDArray features() {
        return Nd4j.rand(DataType.FLOAT, IMAGES, CHANNELS, SIZE, SIZE);
      }

      @Override
      Layer real() {
        return new ConvolutionLayer.Builder(3, 3)
            .nOut(CHANNELS)
            .convolutionMode(ConvolutionMode.Same)
            .activation(Activation.RELU)
            .build();
      }

      @Override
      Layer bits() {
        return new BooleanConvolutionLayer.Builder(3, 3)
            .nOut(CHANNELS)
            .convolutionMode(ConvolutionMode.Same)
            .updater(new SignFlip(12))
            .build();
      }
    };

    abstract InputType input();

    abstract INDArray features();

    abstract Layer real();

    abstract Layer bits();
  }

  static List<Comparison> comparisons() {
    return List.of(
        comparison("packed training step, dense 1024, minibatch 128", Kind.DENSE),
        comparison("packed training step, conv 3x3, 64 to 64, 14x14", Kind.CONVOLUTION));
  }

  private static Comparison comparison(String work, Kind kind) {
    return new Comparison(
        work,
        Run.of(PackedTrainingBenchmark.class, "packed", "kind=" + kind),
        "Deeplearning4j, float, Adam",
        Run.of(PackedTrainingBenchmark.class, "deeplearning4j", "kind=" + kind),
        Target.NONE);
  }

  /** Makes both and checks that they train. */
  @Setup
  public void setUp() {
    Nd4j.getRandom().setSeed(1);
    INDArray features = kind.features().gte(0.5).castTo(DataType.FLOAT);
    int samples = Math.toIntExact(features.size(0));
    INDArray labels = Nd4j.zeros(DataType.FLOAT, samples, CLASSES);
    for (int i = 0; i < samples; i++) {
      labels.putScalar(i, i % CLASSES, 1);
    }
    data = new DataSet(features, labels);
    network = new MultiLayerNetwork(conf(kind.real()));
    network.init();
    OneDnn.install(network);
    trainer =
        new PackedTrainer(conf(kind.bits()), PackedOptions.DEFAULT.withInputType(kind.input()));
    if (!Double.isFinite(packed()) || !Double.isFinite(deeplearning4j())) {
      throw new IllegalStateException("a network does not train");
    }
  }

  private MultiLayerConfiguration conf(Layer layer) {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .updater(new Adam(1e-3))
        .list()
        .layer(layer)
        .layer(layer.clone())
        .layer(new OutputLayer.Builder().nOut(CLASSES).activation(Activation.SOFTMAX).build())
        .setInputType(kind.input())
        .build();
  }

  /** Bits. */
  @Benchmark
  public double packed() {
    trainer.fit(data);
    return trainer.score();
  }

  /** Floats. */
  @Benchmark
  public double deeplearning4j() {
    network.fit(data);
    return network.score();
  }
}
