package io.dl4jcompact.quant.calibration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;

/**
 * Cross-layer equalisation: where only functions with f(c·x) = c·f(x) for c &gt; 0 lie between two
 * layers, each channel between them is divided by s in the first and multiplied by s in the second.
 * With r_1 and r_2 the greatest magnitudes of the channel's weights in either,
 *
 * <pre> s = 2^rint(log2(r_1 / r_2) / 2) </pre>
 *
 * <p>The source's s is √(r_1 / r_2), which makes both magnitudes √(r_1·r_2). Powers of two come
 * within a factor of √2 of that, and no float of the network's result changes, as long as none
 * between overflows or underflows. Pairs are gone through until none changes, {@value #SWEEPS}
 * times at most.
 *
 * @see <a href="https://arxiv.org/abs/1906.04721">Nagel et al. 2019, Data-free quantization through
 *     weight equalization and bias correction, eq. 9 to 11</a>
 */
final class Equalization {

  private static final int SWEEPS = 20;

  /** Of a channel, over all sweeps: one that hardly counts does not get a range of its own. */
  private static final int MOST_DOUBLINGS = 16;

  private final Parts parts;
  private final List<String> layers;

  /**
   * @param doublings of each of the first layer's channels so far
   */
  private record Pair(Part first, Part second, int[] doublings) {

    Pair(Part first, Part second) {
      this(first, second, new int[ChannelWeights.of(first).outputs()]);
    }
  }

  /**
   * @param layers names of the layers that may be changed
   */
  Equalization(Parts parts, List<String> layers) {
    this.parts = parts;
    this.layers = layers;
  }

  /** Changes weights and biases; what was done to each layer, by its name. */
  Map<String, String> run() {
    List<Pair> pairs = new ArrayList<>();
    for (String name : layers) {
      Part first = parts.get(name);
      reader(first).ifPresent(second -> pairs.add(new Pair(first, second)));
    }
    boolean changed = true;
    for (int sweep = 0; sweep < SWEEPS && changed; sweep++) {
      changed = false;
      for (Pair pair : pairs) {
        changed |= equalize(pair);
      }
    }
    Map<String, String> notes = new LinkedHashMap<>();
    pairs.forEach(
        pair -> notes.put(pair.first().name(), "equalised with '" + pair.second().name() + "'"));
    return notes;
  }

  /** The layer that alone reads a part's result, with only homogeneous functions between. */
  private Optional<Part> reader(Part part) {
    IActivation function = ((BaseLayer) part.layer().orElseThrow()).getActivationFn();
    Optional<Part> next = isHomogeneous(function) ? parts.onlyConsumer(part) : Optional.empty();
    while (next.isPresent() && keepsChannels(next.get()) && !layers.contains(next.get().name())) {
      Layer layer = next.get().layer().orElse(null);
      next = isHomogeneous(layer) ? parts.onlyConsumer(next.get()) : Optional.empty();
    }
    return next.filter(reader -> keepsChannels(reader) && layers.contains(reader.name()));
  }

  private static boolean keepsChannels(Part part) {
    return part.preProcessor() == null
        || part.preProcessor() instanceof CnnToFeedForwardPreProcessor;
  }

  private static boolean isHomogeneous(Layer layer) {
    if (layer instanceof ActivationLayer activation) {
      return isHomogeneous(activation.getActivationFn());
    }
    if (layer instanceof SubsamplingLayer pooling) {
      return isHomogeneous(pooling.getPoolingType());
    }
    if (layer instanceof GlobalPoolingLayer pooling) {
      return isHomogeneous(pooling.getPoolingType());
    }
    return layer instanceof DropoutLayer
        || layer instanceof ZeroPaddingLayer
        || layer instanceof Upsampling2D;
  }

  /** The p-norm is homogeneous too, but not in floats. */
  private static boolean isHomogeneous(PoolingType pooling) {
    return pooling != PoolingType.PNORM;
  }

  private static boolean isHomogeneous(IActivation function) {
    return function instanceof ActivationIdentity
        || function instanceof ActivationLReLU
        || function.equals(new ActivationReLU());
  }

  private static boolean equalize(Pair pair) {
    ChannelWeights first = ChannelWeights.of(pair.first());
    ChannelWeights second = ChannelWeights.of(pair.second());
    // A flattened map has neighbours of one channel.
    int each = second.inputs() / first.outputs();
    boolean changed = false;
    for (int channel = 0; channel < first.outputs(); channel++) {
      int wanted = pair.doublings()[channel] + doublings(first, second, channel, each);
      int bounded = Math.max(-MOST_DOUBLINGS, Math.min(MOST_DOUBLINGS, wanted));
      int doublings = bounded - pair.doublings()[channel];
      pair.doublings()[channel] = bounded;
      first.scaleOutput(channel, Math.scalb(1.0, -doublings));
      for (int input = channel * each; input < (channel + 1) * each; input++) {
        second.scaleInput(input, Math.scalb(1.0, doublings));
      }
      changed |= doublings != 0;
    }
    first.store();
    second.store();
    return changed;
  }

  private static int doublings(ChannelWeights first, ChannelWeights second, int channel, int each) {
    double giving = first.outputMagnitude(channel);
    double reading = 0;
    for (int input = channel * each; input < (channel + 1) * each; input++) {
      reading = Math.max(reading, second.inputMagnitude(input));
    }
    if (giving == 0 || reading == 0) {
      return 0;
    }
    return (int) Math.rint(Math.log(giving / reading) / Math.log(2) / 2);
  }
}
