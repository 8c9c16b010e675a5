package io.dl4jcompact.quant;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What equalisation does to weights, by plain loops. */
class CalibrationEqualizationTest {

  private static final int POSITIONS = 8 * 7;

  /** Channels whose weights are small in one layer and great in the other. */
  private static MultiLayerNetwork unequal() {
    MultiLayerNetwork network = FloatNetworks.plain(4);
    INDArray first = network.getLayer("first").getParam("W");
    INDArray second = network.getLayer("second").getParam("W");
    for (int n = 0; n < first.size(0); n++) {
      double factor = Math.pow(5, n - 3);
      first.slice(n).muli(factor);
      network.getLayer("first").getParam("b").getScalar(n).muli(factor);
      for (int row = n * POSITIONS; row < (n + 1) * POSITIONS; row++) {
        second.getRow(row).divi(factor);
      }
    }
    return network;
  }

  private static double greatestOfOutput(INDArray convolution, int channel) {
    double greatest = 0;
    for (double w : convolution.slice(channel).dup('c').data().asDouble()) {
      greatest = Math.max(greatest, Math.abs(w));
    }
    return greatest;
  }

  /** Of a flattened map, channels first. */
  private static double greatestOfInput(INDArray dense, int channel, int positions) {
    double greatest = 0;
    for (int row = channel * positions; row < (channel + 1) * positions; row++) {
      for (int n = 0; n < dense.size(1); n++) {
        greatest = Math.max(greatest, Math.abs(dense.getDouble(row, n)));
      }
    }
    return greatest;
  }

  @Test
  void eachChannelHasLikeMagnitudesInBothLayers() {
    MultiLayerNetwork network = unequal();

    MultiLayerNetwork result =
        new Calibration().equalize(true).apply(network, FloatNetworks.batches()).result();

    INDArray before = network.getLayer("first").getParam("W");
    INDArray first = result.getLayer("first").getParam("W");
    INDArray second = result.getLayer("second").getParam("W");
    for (int n = 0; n < first.size(0); n++) {
      double ratio = greatestOfOutput(first, n) / greatestOfInput(second, n, POSITIONS);
      assertThat(ratio).isBetween(0.5, 2.0);
      double factor = greatestOfOutput(before, n) / greatestOfOutput(first, n);
      assertThat(factor).isEqualTo(Math.pow(2, Math.rint(Math.log(factor) / Math.log(2))));
    }
  }

  @Test
  void itHelpsWhereOneRangeMustDoForAllChannels() {
    Calibration calibration =
        new Calibration().weightScheme(QuantizationScheme.WEIGHTS.withPerChannel(false));

    double plain =
        calibration
            .apply(unequal(), FloatNetworks.batches())
            .report()
            .layer("out-dense")
            .inNetwork();
    double equalised =
        calibration
            .equalize(true)
            .apply(unequal(), FloatNetworks.batches())
            .report()
            .layer("out-dense")
            .inNetwork();

    assertThat(equalised).isGreaterThan(plain + 1);
  }

  /** Weights that differ by 2^64 would need a factor of 2^32. */
  @Test
  void noChannelIsChangedBeyondTheCapInAllSweepsTogether() {
    MultiLayerNetwork network = FloatNetworks.plain(4);
    network.getLayer("first").getParam("W").slice(0).muli(Math.pow(2, -64));
    float[] before = network.getLayer("first").getParam("W").slice(0).dup('c').data().asFloat();

    MultiLayerNetwork result =
        new Calibration().equalize(true).apply(network, FloatNetworks.batches()).result();

    float[] after = result.getLayer("first").getParam("W").slice(0).dup('c').data().asFloat();
    for (int i = 0; i < before.length; i++) {
      assertThat(after[i]).isEqualTo(before[i] * 65536);
    }
  }
}
