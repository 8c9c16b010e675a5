package io.dl4jcompact.quant.calibration;

import io.dl4jcompact.quant.QuantizedOperator;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Product → batch normalisation becomes a product: with a = γ / √(variance + ε) of each output
 * channel,
 *
 * <pre> W' = a·W,  b' = a·(b - mean) + β </pre>
 *
 * in double precision, rounded once. The activation function that follows stays where it is.
 */
final class FoldNormalization {

  private FoldNormalization() {}

  /** The batch normalisation that can go into a part, if the part's result goes there alone. */
  static Optional<Part> foldable(Parts parts, Part part) {
    boolean linear =
        part.layer().orElse(null) instanceof QuantizedOperator
            && ((BaseLayer) part.layer().get()).getActivationFn() instanceof ActivationIdentity;
    return linear
        ? parts
            .onlyConsumer(part)
            .filter(FoldNormalization::isChannelsFirst)
            .filter(normalization -> !parts.isOutput(normalization))
        : Optional.empty();
  }

  private static boolean isChannelsFirst(Part part) {
    return part.preProcessor() == null
        && part.layer().orElse(null) instanceof BatchNormalization normalization
        && normalization.getCnn2DFormat() == CNN2DFormat.NCHW;
  }

  /** Folds a batch normalisation into the part whose result it takes. */
  static void fold(Parts parts, Part part, Part normalization) {
    BatchNormalization conf = (BatchNormalization) normalization.layer().orElseThrow();
    ChannelWeights weights = ChannelWeights.of(part);
    INDArray mean = normalization.parameters().get(BatchNormalizationParamInitializer.GLOBAL_MEAN);
    for (int n = 0; n < weights.outputs(); n++) {
      double factor =
          gamma(conf, normalization, n)
              / Math.sqrt(variance(conf, normalization, n) + conf.getEps());
      weights.addToOutput(n, -mean.getDouble(n));
      weights.scaleOutput(n, factor);
      weights.addToOutput(n, beta(conf, normalization, n));
    }
    weights.store();
    parts.remove(normalization);
  }

  private static double variance(BatchNormalization conf, Part part, int channel) {
    return conf.isUseLogStd()
        ? Math.pow(
            100,
            part.parameters()
                .get(BatchNormalizationParamInitializer.GLOBAL_LOG_STD)
                .getDouble(channel))
        : part.parameters().get(BatchNormalizationParamInitializer.GLOBAL_VAR).getDouble(channel);
  }

  private static double gamma(BatchNormalization conf, Part part, int channel) {
    if (conf.isLockGammaBeta()) {
      return locked(conf) ? conf.getGamma() : 1;
    }
    return part.parameters().get(BatchNormalizationParamInitializer.GAMMA).getDouble(channel);
  }

  private static double beta(BatchNormalization conf, Part part, int channel) {
    if (conf.isLockGammaBeta()) {
      return locked(conf) ? conf.getBeta() : 0;
    }
    return part.parameters().get(BatchNormalizationParamInitializer.BETA).getDouble(channel);
  }

  /** As Deeplearning4j has it: a locked gamma or beta alone counts for nothing. */
  private static boolean locked(BatchNormalization conf) {
    return conf.getGamma() != 1 && conf.getBeta() != 0;
  }
}
