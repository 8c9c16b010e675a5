package io.dl4jcompact.quant.calibration;

import io.dl4jcompact.quant.Calibrated;
import io.dl4jcompact.quant.LayerQuantization;
import io.dl4jcompact.quant.Observer;
import io.dl4jcompact.quant.QuantizedOperator;
import io.dl4jcompact.quant.SqnrReport;
import io.dl4jcompact.quant.SqnrReport.LayerSqnr;
import io.dl4jcompact.quant.calibration.CalibrationSettings.Step;
import io.dl4jcompact.quant.params.QuantizedParamInitializer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One calibration: the network is taken apart, gets layers that can be quantised ({@link
 * Conversion}), is run with floats while the layers' inputs are observed, and then with integers
 * while biases are corrected and errors measured.
 *
 * @param <N> the kind of network
 */
public final class CalibrationRun<N> {

  private final Anatomy<N> anatomy;
  private final CalibrationSettings settings;
  private final List<INDArray[]> batches;
  private final Parts parts;
  private final Conversion conversion;
  private final Map<String, ChannelMeans> means = new HashMap<>();

  private CalibrationRun(
      Anatomy<N> anatomy, CalibrationSettings settings, List<INDArray[]> batches) {
    this.anatomy = anatomy;
    this.settings = settings;
    this.batches = batches;
    parts = anatomy.parts();
    conversion = new Conversion(parts, settings);
    conversion.convert();
  }

  /**
   * Prepares a run.
   *
   * @param batches for each minibatch, one array for each input of the network
   * @throws IllegalArgumentException if an excluded layer does not exist
   */
  public static CalibrationRun<MultiLayerNetwork> of(
      MultiLayerNetwork network, CalibrationSettings settings, List<INDArray[]> batches) {
    return new CalibrationRun<>(new LayerListAnatomy(network), settings, batches);
  }

  /** As {@link #of(MultiLayerNetwork, CalibrationSettings, List)}. */
  public static CalibrationRun<ComputationGraph> of(
      ComputationGraph network, CalibrationSettings settings, List<INDArray[]> batches) {
    return new CalibrationRun<>(new VertexAnatomy(network), settings, batches);
  }

  /** Calibrates; to be called once. */
  public Calibrated<N> run() {
    N reference = anatomy.assemble(parts);
    observe(reference);
    N quantized = anatomy.assemble(parts);
    if (settings.has(Step.BIAS_CORRECTION)) {
      conversion.converted().forEach(name -> correctBias(quantized, name));
    }
    SqnrReport report = measure(reference, quantized);
    return new Calibrated<>(anatomy.assemble(parts), report);
  }

  /** Gives the layers integers, whose ranges are those of what they read in the float network. */
  private void observe(N reference) {
    Map<String, double[]> states = new HashMap<>();
    Observer observer = settings.quantization().input().observer();
    for (INDArray[] features : batches) {
      anatomy.run(reference, features);
      for (String name : conversion.converted()) {
        Layer layer = layer(reference, name);
        INDArray x = layer.input();
        double[] state = states.getOrDefault(name, new double[observer.stateLength()]);
        states.put(name, observer.observe(state, x));
        means.computeIfAbsent(name, key -> new ChannelMeans()).add(PreActivation.of(layer, x));
      }
    }
    states.forEach(this::quantize);
  }

  private void quantize(String name, double[] state) {
    LayerQuantization quantization = settings.quantization();
    Part part = parts.get(name);
    Map<String, INDArray> parameters = new LinkedHashMap<>(part.parameters());
    if (!quantization.input().isNone()) {
      parameters.put(QuantizedParamInitializer.INPUT_STATE, Nd4j.createFromArray(state));
    }
    QuantizedOperator twin = (QuantizedOperator) part.layer().orElseThrow();
    parts.put(part.with(QuantizedForms.with(twin, quantization), parameters));
  }

  /** In the network's order, so that each layer reads what corrected layers give. */
  private void correctBias(N quantized, String name) {
    ChannelMeans found = new ChannelMeans();
    Layer layer = layer(quantized, name);
    for (INDArray[] features : batches) {
      anatomy.run(quantized, features);
      found.add(PreActivation.of(layer, layer.input()));
    }
    INDArray missing = means.get(name).means().subi(found.means());
    for (INDArray bias :
        List.of(
            layer.getParam(DefaultParamInitializer.BIAS_KEY),
            parts.get(name).parameters().get(DefaultParamInitializer.BIAS_KEY))) {
      bias.addi(missing.castTo(bias.dataType()).reshape(bias.shape()));
    }
  }

  private SqnrReport measure(N reference, N quantized) {
    Map<String, NoiseSums> own = new HashMap<>();
    Map<String, NoiseSums> total = new HashMap<>();
    for (INDArray[] features : batches) {
      anatomy.run(reference, features);
      anatomy.run(quantized, features);
      for (String name : conversion.converted()) {
        Layer layer = layer(quantized, name);
        INDArray x = layer(reference, name).input();
        INDArray inNetwork = PreActivation.of(layer, layer.input());
        INDArray alone = PreActivation.of(layer, x);
        INDArray exact = PreActivation.of(layer(reference, name), x);
        own.computeIfAbsent(name, key -> new NoiseSums()).add(exact, alone);
        total.computeIfAbsent(name, key -> new NoiseSums()).add(exact, inNetwork);
      }
    }
    List<LayerSqnr> rows = new ArrayList<>();
    for (LayerSqnr note : conversion.notes()) {
      rows.add(
          note.quantized()
              ? note.with(own.get(note.name()).decibels(), total.get(note.name()).decibels())
              : note);
    }
    return new SqnrReport(rows);
  }

  private Layer layer(N network, String name) {
    return anatomy.layer(network, parts, name);
  }
}
