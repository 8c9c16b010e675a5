package io.dl4jcompact.core;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.convolution.ConvolutionHelper;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a network's convolutions use oneDNN, which trains them several times faster on a CPU.
 *
 * <p>Deeplearning4j 1.0.0-M2.1 brings helpers for oneDNN but never uses them: its check looks up a
 * class that is not there. {@link #install} gives each {@code ConvolutionLayer} its helper. Pooling
 * needs none: Deeplearning4j's runs an ND4J operation that uses oneDNN by itself. Batch
 * normalisation is left alone. Layers of this project's plug-ins use oneDNN without being asked.
 *
 * <p>A helper belongs to a network in memory and is not saved: install again after loading, cloning
 * or transfer learning. To train without oneDNN where it is present, call {@code
 * Nd4j.getEnvironment().allowHelpers(false)} before the network is made.
 */
public final class OneDnn {

  private static final Logger LOG = LoggerFactory.getLogger(OneDnn.class);
  private static final String BUILT_WITH = "HAVE_ONEDNN";

  private OneDnn() {}

  /**
   * What {@link #install} did.
   *
   * @param available whether the native library has oneDNN and helpers are allowed
   * @param layers names of the layers that use oneDNN from now on, in the network's order; the
   *     index stands for a name that is not set
   */
  public record Installation(boolean available, List<String> layers) {
    public Installation {
      layers = List.copyOf(layers);
    }
  }

  /** Whether ND4J's native library was built with oneDNN, and may use it. */
  public static boolean isAvailable() {
    return Nd4j.getBackend().buildInfo().contains(BUILT_WITH)
        && Nd4j.getEnvironment().helpersAllowed();
  }

  /** A new helper for one convolution; empty without oneDNN, which knows floats only. */
  public static Optional<ConvolutionHelper> convolutionHelper(DataType dataType) {
    return dataType == DataType.FLOAT && isAvailable()
        ? Optional.of(new MKLDNNConvHelper(dataType))
        : Optional.empty();
  }

  /**
   * Makes the convolutions of an initialised network use oneDNN; frozen ones too. Without oneDNN
   * the network keeps Deeplearning4j's built-in convolutions.
   */
  public static Installation install(MultiLayerNetwork network) {
    return install(network.getLayers());
  }

  /** As {@link #install(MultiLayerNetwork)}. */
  public static Installation install(ComputationGraph network) {
    return install(network.getLayers());
  }

  private static Installation install(Layer[] layers) {
    Objects.requireNonNull(layers, "network is not initialised: call init() first");
    List<String> installed = new ArrayList<>();
    for (Layer wrapped : layers) {
      Layer layer = wrapped instanceof FrozenLayer frozen ? frozen.getInsideLayer() : wrapped;
      if (layer instanceof ConvolutionLayer convolution && install(convolution)) {
        String name = layer.conf().getLayer().getLayerName();
        installed.add(name == null ? String.valueOf(layer.getIndex()) : name);
      }
    }
    Installation installation = new Installation(isAvailable(), installed);
    log(installation);
    return installation;
  }

  private static boolean install(ConvolutionLayer layer) {
    // Subclasses compute in their own way: those that can use a helper have made one themselves.
    if (layer.getClass() == ConvolutionLayer.class && layer.getHelper() == null) {
      DataType dataType = layer.getParam("W").dataType();
      convolutionHelper(dataType).ifPresent(helper -> setHelper(layer, helper));
    }
    return layer.getHelper() instanceof MKLDNNConvHelper;
  }

  private static void setHelper(ConvolutionLayer layer, ConvolutionHelper helper) {
    try {
      Field field = ConvolutionLayer.class.getDeclaredField("helper");
      field.setAccessible(true);
      field.set(layer, helper);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "this version of Deeplearning4j keeps no helper in its convolutions; 1.0.0-M2.1 does", e);
    }
  }

  private static void log(Installation installation) {
    if (installation.available()) {
      LOG.info("oneDNN is in use for layers {}", installation.layers());
    } else {
      LOG.info(
          "oneDNN is not in ND4J's native library, or helpers are not allowed: the built-in"
              + " convolutions are in use; nd4j-native with a classifier such as"
              + " linux-x86_64-onednn-avx2 has it");
    }
  }
}
