package io.dl4jcompact.quant;

import io.dl4jcompact.quant.calibration.CalibrationRun;
import io.dl4jcompact.quant.calibration.CalibrationSettings;
import io.dl4jcompact.quant.calibration.CalibrationSettings.Step;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * Turns a trained float network into a quantised one without training: {@code new
 * Calibration().bits(8).apply(network, iterator).result()}.
 *
 * <p>Each {@code DenseLayer} becomes a {@link QuantizedDenseLayer}, each {@code ConvolutionLayer}
 * and {@code DepthwiseConvolution2D} a {@link QuantizedConvolutionLayer}, with the same name,
 * settings and updater. A {@code SeparableConvolution2D} becomes two of them, the first with
 * "-depth" behind its name, and an {@code OutputLayer} a {@link QuantizedDenseLayer}, with "-dense"
 * behind its name, and a {@code LossLayer}. All of them have a bias. Layers of other kinds stay as
 * they are, and the report says so. Then, in this order:
 *
 * <ol>
 *   <li>A batch normalisation that alone reads a layer without an activation function goes into the
 *       layer's weights and bias: a·W and a·(b - mean) + β with a = γ / √(variance + ε).
 *   <li>If chosen, weights are {@linkplain #equalize equalised} across layers.
 *   <li>The network runs over the calibration's minibatches, and the observer finds the range of
 *       what each layer reads.
 *   <li>Layer by layer, what the mean of each channel lost by quantisation is added to its bias: b'
 *       = b + E[z] - E[ẑ], where z is the float network's sum and bias and ẑ that of the quantised
 *       network, whose layers before are corrected already; as in <a
 *       href="https://arxiv.org/abs/1906.04721">Nagel et al. 2019, section 4.2</a>, with measured
 *       expectations.
 *   <li>The noise of each layer is measured: {@link SqnrReport}.
 * </ol>
 *
 * <p>The minibatches' features are kept in memory meanwhile; labels and masks are not used. For
 * bias correction the network runs once over them for each quantised layer. A few hundred samples
 * are enough. The same network, minibatches and settings give the same result.
 *
 * <p>The result is an ordinary network that may be trained further; its updaters begin anew, at
 * iteration and epoch 0. What is given is not changed.
 *
 * <p>Immutable: each setting gives another instance.
 */
public final class Calibration {

  /** A range per tensor for what is read, per output channel for weights, of the extremes. */
  private static final LayerQuantization EXTREMES =
      LayerQuantization.DEFAULT.withInput(
          QuantizationScheme.INPUT.withObserver(new MinMaxObserver()));

  private final CalibrationSettings settings;

  private Calibration(CalibrationSettings settings) {
    this.settings = settings;
  }

  /**
   * 8 bits, {@link MinMaxObserver}, all layers, batch normalisations folded, biases corrected,
   * nothing equalised.
   */
  public Calibration() {
    this(
        new CalibrationSettings(
            EXTREMES, Set.of(), EnumSet.complementOf(EnumSet.of(Step.EQUALIZATION))));
  }

  private Calibration with(LayerQuantization quantization) {
    return new Calibration(settings.with(quantization));
  }

  private Calibration with(Step step, boolean taken) {
    return new Calibration(settings.with(step, taken));
  }

  /** Bits of inputs and weights, 2..8. Default 8. */
  public Calibration bits(int bits) {
    return with(settings.quantization().withBits(bits));
  }

  /** What finds the ranges of inputs. Default {@link MinMaxObserver}. */
  public Calibration observer(Observer observer) {
    LayerQuantization present = settings.quantization();
    return with(present.withInput(present.input().withObserver(observer)));
  }

  /** Of inputs; sets bits and observer too. */
  public Calibration inputScheme(QuantizationScheme scheme) {
    return with(settings.quantization().withInput(scheme));
  }

  /** Of weights. Default {@link QuantizationScheme#WEIGHTS}: a range for each output channel. */
  public Calibration weightScheme(QuantizationScheme scheme) {
    return with(settings.quantization().withWeights(scheme));
  }

  /**
   * Layers that stay as they are, as do batch normalisations behind them, with those excluded
   * before.
   *
   * @param names as in the configuration; the index of a layer that has none
   */
  public Calibration exclude(String... names) {
    return new Calibration(settings.without(names));
  }

  /** Whether output layers are quantised too. Default true. */
  public Calibration outputLayers(boolean quantized) {
    return with(Step.OUTPUT_LAYERS, quantized);
  }

  /**
   * Whether batch normalisations go into the layers before them. Default true. Kept, they go on
   * normalising when the network is trained further.
   */
  public Calibration foldNormalization(boolean folded) {
    return with(Step.FOLD_NORMALIZATION, folded);
  }

  /**
   * Whether weights are equalised across layers: each channel between two quantised layers is
   * divided by a power of two in the first and multiplied by it in the second, so that its weights
   * have like magnitudes in both. Identity, ReLU, leaky ReLU, pooling other than p-norm, zero
   * padding, upsampling and dropout may lie between, nothing else. The float network's results stay
   * the very same. Default false.
   */
  public Calibration equalize(boolean equalized) {
    return with(Step.EQUALIZATION, equalized);
  }

  /** Whether biases are corrected. Default true. */
  public Calibration correctBias(boolean corrected) {
    return with(Step.BIAS_CORRECTION, corrected);
  }

  /**
   * A quantised network with the given network's parameters.
   *
   * @param network initialised, of one input
   * @param iterator is reset first, if it can be
   * @throws IllegalArgumentException if the network is not initialised, there is no minibatch, an
   *     excluded layer does not exist, or a scheme cannot be, see {@link
   *     LayerQuantization#validate}
   */
  public Calibrated<MultiLayerNetwork> apply(MultiLayerNetwork network, DataSetIterator iterator) {
    requireInitialised(network.getLayers());
    return CalibrationRun.of(network, settings, batches(iterator)).run();
  }

  /** As {@link #apply(MultiLayerNetwork, DataSetIterator)}. */
  public Calibrated<ComputationGraph> apply(ComputationGraph network, DataSetIterator iterator) {
    requireInitialised(network.getVertices());
    return CalibrationRun.of(network, settings, batches(iterator)).run();
  }

  /** As {@link #apply(MultiLayerNetwork, DataSetIterator)}, of any number of inputs. */
  public Calibrated<ComputationGraph> apply(
      ComputationGraph network, MultiDataSetIterator iterator) {
    requireInitialised(network.getVertices());
    return CalibrationRun.of(network, settings, batches(iterator)).run();
  }

  /** Deeplearning4j has no layers or vertices before {@code init()}. */
  private static void requireInitialised(Object[] parts) {
    if (parts == null) {
      throw new IllegalArgumentException(
          "Calibration: the network has no parameters, expected a trained one; call"
              + " network.init() and train it");
    }
  }

  private static List<INDArray[]> batches(DataSetIterator iterator) {
    if (iterator.resetSupported()) {
      iterator.reset();
    }
    List<INDArray[]> batches = new ArrayList<>();
    while (iterator.hasNext()) {
      batches.add(new INDArray[] {iterator.next().getFeatures().detach()});
    }
    return requireSome(batches);
  }

  private static List<INDArray[]> batches(MultiDataSetIterator iterator) {
    if (iterator.resetSupported()) {
      iterator.reset();
    }
    List<INDArray[]> batches = new ArrayList<>();
    while (iterator.hasNext()) {
      MultiDataSet next = iterator.next();
      INDArray[] features = next.getFeatures().clone();
      for (int i = 0; i < features.length; i++) {
        features[i] = features[i].detach();
      }
      batches.add(features);
    }
    return requireSome(batches);
  }

  private static List<INDArray[]> requireSome(List<INDArray[]> batches) {
    if (batches.isEmpty()) {
      throw new IllegalArgumentException(
          "Calibration: the iterator has 0 minibatches, expected at least 1");
    }
    return batches;
  }
}
