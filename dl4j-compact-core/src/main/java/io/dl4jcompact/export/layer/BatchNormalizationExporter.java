package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.export.WindowTranslation;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Floats;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;

/**
 * Batch normalisation with the running mean and variance.
 *
 * <pre> y = (x - mean) · γ / √(variance + ε) + β </pre>
 */
public final class BatchNormalizationExporter implements LayerExporter<BatchNormalization> {

  @Override
  public Class<BatchNormalization> type() {
    return BatchNormalization.class;
  }

  @Override
  public Value export(BatchNormalization conf, ExportContext context) {
    WindowTranslation.requireChannelsFirst(context, conf.getCnn2DFormat());
    int channels = context.input().type().channels();
    float[] mean = context.parameter(BatchNormalizationParamInitializer.GLOBAL_MEAN, channels);
    float[] deviation = deviation(conf, context, channels);
    float[] scale = new float[channels];
    float[] shift = new float[channels];
    if (conf.isLockGammaBeta()) {
      // As DL4J has it: a locked gamma or beta alone counts for nothing.
      boolean used = conf.getGamma() != 1 && conf.getBeta() != 0;
      Arrays.fill(scale, used ? (float) conf.getGamma() : 1);
      Arrays.fill(shift, used ? (float) conf.getBeta() : 0);
    } else {
      scale = context.parameter(BatchNormalizationParamInitializer.GAMMA, channels);
      shift = context.parameter(BatchNormalizationParamInitializer.BETA, channels);
    }
    for (int channel = 0; channel < channels; channel++) {
      scale[channel] /= deviation[channel];
    }
    return context.emit(
        new Affine(Floats.of(mean), Floats.of(scale), Floats.of(shift)), context.input());
  }

  /** √(variance + ε), rounded at each step as DL4J does. */
  private static float[] deviation(BatchNormalization conf, ExportContext context, int channels) {
    String name =
        conf.isUseLogStd()
            ? BatchNormalizationParamInitializer.GLOBAL_LOG_STD
            : BatchNormalizationParamInitializer.GLOBAL_VAR;
    float[] values = context.parameter(name, channels);
    for (int channel = 0; channel < channels; channel++) {
      float variance = values[channel];
      if (conf.isUseLogStd()) {
        float root = (float) Math.pow(10, values[channel]);
        variance = root * root;
      }
      values[channel] = (float) Math.sqrt(variance + (float) conf.getEps());
    }
    return values;
  }
}
