package io.dl4jcompact.binary.packed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dl4jcompact.binary.BooleanActivation;
import io.dl4jcompact.binary.BooleanDenseLayer;
import io.dl4jcompact.binary.Domain;
import io.dl4jcompact.binary.flip.SignFlip;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.runtime.CompactModel;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class PackedTrainerTest {

  /**
   * With Boolean signals every sum is an integer, so packed training with float accumulators has
   * the very bits of Deeplearning4j's after any number of steps, and the same floats.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void booleanSignalsTrainAsInDeeplearning4j(long seed) {
    MultiLayerNetwork network = new PackedNetworks(seed, Domain.BOOLEAN).network();
    PackedTrainer trainer =
        PackedTrainer.of(network, PackedNetworks.options(AccumulatorType.FLOAT));
    long flips = 0;
    for (int step = 0; step < 8; step++) {
      DataSet data = PackedNetworks.data(seed * 100 + step);
      network.fit(data);
      trainer.fit(data);
      flips += trainer.flipRatios().stream().mapToLong(ratio -> ratio.flipped()).sum();
      assertArrayEquals(
          network.params().toFloatVector(),
          trainer.toNetwork().params().toFloatVector(),
          "step " + step);
      assertThat(trainer.score()).isEqualTo(network.score());
    }
    assertThat(flips).isPositive();
    assertThat(trainer.iteration()).isEqualTo(network.getIterationCount());
  }

  /** The noise of rounded signals averages out: the mean of many steps nears the real gradient. */
  @ParameterizedTest
  @ValueSource(ints = {3, 8})
  void realSignalsAreThoseOfDeeplearning4jOnAverage(int signalBits) {
    DataSet data = PackedNetworks.data(5);
    double[] real = null;
    double[] mean = null;
    double single = 0;
    int draws = 100;
    for (int draw = 0; draw < draws; draw++) {
      MultiLayerConfiguration conf = keepingBits(new PackedNetworks(2, Domain.REAL).conf());
      MultiLayerNetwork network = new MultiLayerNetwork(conf);
      network.init();
      conf.getConfs().forEach(layer -> layer.setSeed(42));
      PackedOptions options =
          PackedNetworks.options(AccumulatorType.FLOAT).withSignalBits(signalBits);
      // The seed of the noise is the network's; its bits are those of seed 42.
      conf.getConf(0).setSeed(draw);
      PackedTrainer trainer = PackedTrainer.of(network, options);
      trainer.fit(data);
      double[] packed = accumulators(trainer);
      if (draw == 0) {
        network.fit(data);
        real = accumulators(network, trainer);
        mean = new double[real.length];
        single = distance(packed, real);
      }
      for (int i = 0; i < mean.length; i++) {
        mean[i] += packed[i] / draws;
      }
    }
    assertThat(norm(real)).isPositive();
    assertThat(single).isPositive();
    // Independent errors of 100 draws average to a tenth.
    assertThat(distance(mean, real)).isLessThan(0.2 * single);
    assertThat(single).isLessThan(norm(real) * (signalBits == 8 ? 0.05 : 1.5));
  }

  /** A rule that never flips within a step, whose accumulators are then the gradient. */
  private static MultiLayerConfiguration keepingBits(MultiLayerConfiguration conf) {
    conf.getConfs()
        .forEach(
            layer -> {
              if (layer.getLayer() instanceof BooleanDenseLayer dense) {
                dense.setIUpdater(new SignFlip(1e-3));
              } else if (layer.getLayer()
                  instanceof io.dl4jcompact.binary.BooleanConvolutionLayer convolution) {
                convolution.setIUpdater(new SignFlip(1e-3));
              }
            });
    return conf;
  }

  private static double[] accumulators(PackedTrainer trainer) {
    List<Double> all = new ArrayList<>();
    trainer
        .stack()
        .layers()
        .forEach(
            layer -> {
              Accumulators values = layer.weights().accumulators();
              float[] row = new float[values.length()];
              values.read(0, row.length, row);
              for (float value : row) {
                all.add((double) value);
              }
            });
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double[] accumulators(MultiLayerNetwork network, PackedTrainer shapes) {
    List<Double> all = new ArrayList<>();
    shapes
        .stack()
        .layers()
        .forEach(
            layer -> {
              INDArray gradient = network.getLayer(layer.name()).gradient().getGradientFor("W");
              INDArray weights = network.getLayer(layer.name()).getParam("W");
              throw new AssertionError(gradient.toString() + weights + all);
            });
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double norm(double[] values) {
    return distance(values, new double[values.length]);
  }

  private static double distance(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum);
  }
}
