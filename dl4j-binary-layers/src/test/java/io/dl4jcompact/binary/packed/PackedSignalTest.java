package io.dl4jcompact.binary.packed;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.binary.Domain;
import io.dl4jcompact.binary.flip.AccumulatorType;
import io.dl4jcompact.binary.flip.SignFlip;
import java.util.stream.DoubleStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.DataSet;

/** Signals that are rounded to integers, against the real ones. */
class PackedSignalTest {

  /** The noise of rounded signals averages out: the mean of many steps nears the real gradient. */
  @ParameterizedTest
  @ValueSource(ints = {3, 8})
  void realSignalsAreThoseOfDeeplearning4jOnAverage(int signalBits) {
    // So small that nothing flips in one step, and accumulators are η times the gradient.
    double eta = 1e-3;
    MultiLayerNetwork network =
        new PackedNetworks(2, Domain.REAL).updatedBy(new SignFlip(eta)).network();
    DataSet data = PackedNetworks.data(5);
    double[] real = null;
    double[] mean = null;
    double single = 0;
    int draws = 100;
    for (int draw = 0; draw < draws; draw++) {
      // The noise has the seed of the network.
      network.getLayerWiseConfigurations().getConf(0).setSeed(draw);
      PackedOptions options =
          PackedNetworks.options(AccumulatorType.FLOAT).withSignalBits(signalBits);
      PackedTrainer trainer = PackedTrainer.of(network, options);
      trainer.fit(data);
      double[] packed = accumulators(trainer);
      if (draw == 0) {
        real = gradients(network, trainer, data, eta);
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
    assertThat(single).isLessThan(norm(real) * (signalBits == 8 ? 0.1 : 2));
  }

  private static double[] accumulators(PackedTrainer trainer) {
    DoubleStream.Builder all = DoubleStream.builder();
    trainer
        .stack()
        .layers()
        .forEach(
            layer -> {
              float[] row = new float[layer.weights().count()];
              layer.weights().accumulators().read(0, row.length, row);
              for (float value : row) {
                all.add(value);
              }
            });
    return all.build().toArray();
  }

  /** η·G·e(w) of Deeplearning4j's layers, in packed order. */
  private static double[] gradients(
      MultiLayerNetwork network, PackedTrainer trainer, DataSet data, double eta) {
    network.setInput(data.getFeatures());
    network.setLabels(data.getLabels());
    network.computeGradientAndScore();
    DoubleStream.Builder all = DoubleStream.builder();
    trainer
        .stack()
        .layers()
        .forEach(
            layer -> {
              Layer whole = network.getLayer(layer.name());
              String key = whole.getIndex() + "_W";
              float[] gradient = network.gradient().getGradientFor(key).dup('c').data().asFloat();
              float[] weights = whole.getParam("W").dup('c').data().asFloat();
              for (int i = 0; i < gradient.length; i++) {
                int at = layer.shape().indexInNetwork(i);
                all.add(eta * gradient[at] / data.numExamples() * (2 * weights[at] - 1));
              }
            });
    return all.build().toArray();
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
