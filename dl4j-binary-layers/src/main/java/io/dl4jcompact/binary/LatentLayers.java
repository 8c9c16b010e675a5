package io.dl4jcompact.binary;

import io.dl4jcompact.binary.flip.FlipUpdater;
import io.dl4jcompact.core.LayerInstances;
import io.dl4jcompact.core.LayerSettings;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;

/** What all layers with latent weights refuse. */
final class LatentLayers {

  private LatentLayers() {}

  /** Refuses settings when the network is initialised: nIn, and what came from a file. */
  static <T extends FeedForwardLayer & QuantizedLayer> void requireValid(T conf) {
    LayerSettings settings = LayerInstances.settings(conf);
    LayerInstances.validateKnownSizes(settings, conf.getNIn(), conf.getNOut());
    conf.quantization().validate(settings);
    settings.require(
        !(conf.getIUpdater() instanceof FlipUpdater flips) || flips.others().isPresent(),
        "updater",
        conf.getIUpdater(),
        "one for latent floats",
        "name it, for example .withOthers(new Adam(1e-3)), or take a Boolean layer");
  }
}
