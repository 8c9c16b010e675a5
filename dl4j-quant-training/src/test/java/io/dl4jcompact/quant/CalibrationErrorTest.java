package io.dl4jcompact.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.core.Operands;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Bias correction and noise against plain loops over doubles. */
class CalibrationErrorTest {

  private static final List<String> LAYERS = List.of("first", "second", "out-dense");

  private final MultiLayerNetwork network = FloatNetworks.plain(9);

  static Stream<Calibration> calibrations() {
    return Stream.of(
        new Calibration().bits(4),
        new Calibration().bits(3).equalize(true),
        new Calibration()
            .bits(5)
            .weightScheme(QuantizationScheme.WEIGHTS.withBits(5).withPerChannel(false)));
  }

  /** What each layer hands to its function, by its name, for all minibatches in a row. */
  private static final class Sums {

    private final Map<String, List<Double>> values = new LinkedHashMap<>();
    private final Map<String, INDArray> inputs = new LinkedHashMap<>();

    /** Of a layer that reads this. */
    private double[] of(Layer layer, INDArray x) {
      Operands at = new Operands(layer.paramTable(), x);
      FeedForwardLayer conf = (FeedForwardLayer) layer.conf().getLayer();
      return NaiveQuantized.inference(conf, at).output(at);
    }

    private void run(MultiLayerNetwork network, INDArray images) {
      INDArray x = images;
      for (String name : LAYERS) {
        Layer layer = network.getLayer(name);
        INDArray read = name.equals("first") ? x : x.reshape('c', x.size(0), -1);
        inputs.put(name, read);
        double[] z = of(layer, read);
        add(name, z);
        long outputs = ((FeedForwardLayer) layer.conf().getLayer()).getNOut();
        INDArray rectified =
            Nd4j.create(DataType.FLOAT, x.size(0), outputs, z.length / outputs / x.size(0));
        for (int i = 0; i < z.length; i++) {
          rectified.putScalar(i, Math.max(0, z[i]));
        }
        x = rectified;
      }
    }

    private void add(String name, double... z) {
      for (double value : z) {
        values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
      }
    }
  }

  private MultiLayerNetwork floats(Calibration calibration) {
    return calibration
        .inputScheme(QuantizationScheme.NONE)
        .weightScheme(QuantizationScheme.NONE)
        .correctBias(false)
        .apply(network, FloatNetworks.batches())
        .result();
  }

  @ParameterizedTest
  @MethodSource("calibrations")
  void noiseIsThatOfPlainLoopsAndEachChannelsMeanErrorIsGone(Calibration calibration) {
    MultiLayerNetwork floats = floats(calibration);
    Calibrated<MultiLayerNetwork> calibrated = calibration.apply(network, FloatNetworks.batches());
    Sums exact = new Sums();
    Sums inNetwork = new Sums();
    Sums alone = new Sums();
    for (int i = 0; i < FloatNetworks.BATCHES; i++) {
      exact.run(floats, FloatNetworks.images(i));
      inNetwork.run(calibrated.result(), FloatNetworks.images(i));
      for (String name : LAYERS) {
        INDArray x = exact.inputs.get(name);
        alone.add(name, alone.of(calibrated.result().getLayer(name), x));
      }
    }

    for (String name : LAYERS) {
      SqnrReport.LayerSqnr row = calibrated.report().layer(name);
      assertThat(row.inNetwork()).isEqualTo(decibels(exact, inNetwork, name), within(0.01));
      assertThat(row.own()).isEqualTo(decibels(exact, alone, name), within(0.01));
      assertThat(greatestMeanError(exact, inNetwork, name)).isLessThan(1e-4);
    }
  }

  @ParameterizedTest
  @MethodSource("calibrations")
  void withoutCorrectionMeansAreOff(Calibration calibration) {
    MultiLayerNetwork floats = floats(calibration);
    MultiLayerNetwork quantized =
        calibration.correctBias(false).apply(network, FloatNetworks.batches()).result();
    Sums exact = new Sums();
    Sums inNetwork = new Sums();
    for (int i = 0; i < FloatNetworks.BATCHES; i++) {
      exact.run(floats, FloatNetworks.images(i));
      inNetwork.run(quantized, FloatNetworks.images(i));
    }

    assertThat(LAYERS).allMatch(name -> greatestMeanError(exact, inNetwork, name) > 1e-3);
  }

  private static double decibels(Sums exact, Sums quantized, String name) {
    double signal = 0;
    double noise = 0;
    for (int i = 0; i < exact.values.get(name).size(); i++) {
      double z = exact.values.get(name).get(i);
      signal += z * z;
      noise += Math.pow(quantized.values.get(name).get(i) - z, 2);
    }
    return 10 * Math.log10(signal / noise);
  }

  /** Of any channel, in units of the values. */
  private static double greatestMeanError(Sums exact, Sums quantized, String name) {
    int channels = Map.of("first", 6, "second", 9, "out-dense", FloatNetworks.CLASSES).get(name);
    int positions = name.equals("first") ? 8 * 7 : 1;
    double[] sums = new double[channels];
    int count = exact.values.get(name).size();
    for (int i = 0; i < count; i++) {
      sums[i / positions % channels] +=
          quantized.values.get(name).get(i) - exact.values.get(name).get(i);
    }
    double greatest = 0;
    for (double sum : sums) {
      greatest = Math.max(greatest, Math.abs(sum) / (count / (double) channels));
    }
    return greatest;
  }
}
