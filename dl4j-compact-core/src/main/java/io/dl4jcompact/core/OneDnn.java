package io.dl4jcompact.core;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.LayerHelper;
import org.deeplearning4j.nn.layers.convolution.ConvolutionHelper;
import org.deeplearning4j.nn.layers.convolution.ConvolutionLayer;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNBatchNormHelper;
import org.deeplearning4j.nn.layers.mkldnn.MKLDNNConvHelper;
import org.deeplearning4j.nn.layers.normalization.BatchNormalization;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a network's convolutions and batch normalisations use oneDNN, which computes them several
 * times faster on a CPU.
 *
 * <p>Deeplearning4j 1.0.0-M2.1 brings helpers for oneDNN but never uses them: its check looks up a
 * class that is not there. {@link #install} gives the layers their helpers. Left as they are:
 * pooling, which runs an ND4J operation that uses oneDNN by itself; dilated convolutions, which
 * this oneDNN refuses; convolutions with weight noise, of which Deeplearning4j's oneDNN path keeps
 * the first minibatch's for the second, where it is invalid; layers of other data types than float;
 * batch normalisation with locked γ and β. Layers of this project's plug-ins use oneDNN without
 * being asked.
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

  /**
   * A new helper for one convolution; empty where oneDNN is not available or cannot compute it.
   *
   * @param dataType of the layer's parameters
   * @param dilation one factor a dimension
   */
  public static Optional<ConvolutionHelper> convolutionHelper(DataType dataType, int[] dilation) {
    boolean dilated = Arrays.stream(dilation).anyMatch(factor -> factor > 1);
    return dataType == DataType.FLOAT && !dilated && isAvailable()
        ? Optional.of(new MKLDNNConvHelper(dataType))
        : Optional.empty();
  }

  /**
   * Makes the layers of an initialised network use oneDNN; frozen and wrapped ones too. Without
   * oneDNN the network keeps Deeplearning4j's built-in ones.
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
    boolean available = isAvailable();
    List<String> installed = new ArrayList<>();
    for (Layer wrapped : layers) {
      Layer layer = unwrapped(wrapped);
      if (available && layer.getHelper() == null) {
        install(layer);
      }
      if (layer.getHelper() != null) {
        installed.add(name(layer));
      }
    }
    Installation installation = new Installation(available, installed);
    log(installation);
    return installation;
  }

  private static String name(Layer layer) {
    String name = layer.conf().getLayer().getLayerName();
    return name == null ? String.valueOf(layer.getIndex()) : name;
  }

  private static Layer unwrapped(Layer layer) {
    if (layer instanceof FrozenLayer frozen) {
      return unwrapped(frozen.getInsideLayer());
    }
    return layer instanceof BaseWrapperLayer wrapper ? unwrapped(wrapper.getUnderlying()) : layer;
  }

  /** Subclasses compute in their own way: those that can use a helper make one themselves. */
  private static void install(Layer layer) {
    if (layer.getClass() == ConvolutionLayer.class) {
      ConvolutionLayer convolution = (ConvolutionLayer) layer;
      if (convolution.layerConf().getWeightNoise() != null) {
        LOG.info("layer {} has weight noise and keeps the built-in convolution", name(layer));
        return;
      }
      convolutionHelper(convolution.getParam("W").dataType(), convolution.layerConf().getDilation())
          .ifPresent(helper -> setHelper(ConvolutionLayer.class, layer, helper));
    } else if (layer.getClass() == BatchNormalization.class) {
      BatchNormalization normalization = (BatchNormalization) layer;
      DataType dataType = normalization.getParam("mean").dataType();
      if (dataType == DataType.FLOAT && !normalization.layerConf().isLockGammaBeta()) {
        setHelper(BatchNormalization.class, layer, new MKLDNNBatchNormHelper(dataType));
      }
    }
  }

  private static void setHelper(Class<?> type, Layer layer, LayerHelper helper) {
    try {
      Field field = type.getDeclaredField("helper");
      field.setAccessible(true);
      field.set(layer, helper);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "this version of Deeplearning4j keeps no helper in its layers; 1.0.0-M2.1 does", e);
    }
  }

  private static void log(Installation installation) {
    if (installation.available()) {
      LOG.info("oneDNN is in use for layers {}", installation.layers());
    } else {
      LOG.info(
          "oneDNN is not in ND4J's native library, or helpers are not allowed: the built-in"
              + " layers are in use; nd4j-native with a classifier such as"
              + " linux-x86_64-onednn-avx2 has it");
    }
  }
}
