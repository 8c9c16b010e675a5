package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.export.WindowTranslation;
import io.dl4jcompact.runtime.graph.Window;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.params.SeparableConvolutionParamInitializer;

/**
 * Each input channel convolved on its own, W [multiplier, inputs, kernel height, kernel width]; the
 * results of each position mixed, pW [outputs, inputs · multiplier, 1, 1]; a bias per channel; the
 * activation function.
 */
public final class SeparableConvolution2dExporter implements LayerExporter<SeparableConvolution2D> {

  @Override
  public Class<SeparableConvolution2D> type() {
    return SeparableConvolution2D.class;
  }

  @Override
  public Value export(SeparableConvolution2D conf, ExportContext context) {
    Window window = WindowTranslation.of(context, conf);
    int channels = context.input().type().channels();
    int between = channels * conf.getDepthMultiplier();
    int outputs = Math.toIntExact(conf.getNOut());
    float[] depth = depthWeights(context, window, channels, conf.getDepthMultiplier());
    float[] point = pointWeights(context, between, outputs);
    Value each = FloatLayers.sums(context, context.input(), window, between, channels, depth);
    Value sums = FloatLayers.sums(context, each, FloatLayers.POINT, outputs, 1, point);
    return FloatLayers.finish(context, sums, conf.hasBias(), conf.getActivationFn());
  }

  private static float[] pointWeights(ExportContext context, int between, int outputs) {
    if (between == 1 && outputs == 1) {
      // Deeplearning4j's operation leaves an array of one weight out.
      return new float[] {1};
    }
    return context.parameter(
        SeparableConvolutionParamInitializer.POINT_WISE_WEIGHT_KEY, outputs, between);
  }

  /** Output c · multiplier + m is the m-th of input channel c. */
  private static float[] depthWeights(
      ExportContext context, Window window, int channels, int multiplier) {
    float[] weights =
        context.parameter(
            SeparableConvolutionParamInitializer.DEPTH_WISE_WEIGHT_KEY,
            multiplier,
            channels,
            window.kernelHeight(),
            window.kernelWidth());
    int taps = window.taps();
    float[] ordered = new float[weights.length];
    for (int m = 0; m < multiplier; m++) {
      for (int c = 0; c < channels; c++) {
        System.arraycopy(
            weights, (m * channels + c) * taps, ordered, (c * multiplier + m) * taps, taps);
      }
    }
    return ordered;
  }
}
