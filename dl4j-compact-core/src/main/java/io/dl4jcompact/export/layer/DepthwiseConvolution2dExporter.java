package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.export.WeightOrder;
import io.dl4jcompact.export.WindowTranslation;
import io.dl4jcompact.runtime.graph.Window;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.params.DepthwiseConvolutionParamInitializer;

/** Each input channel convolved on its own, W [kernel height, kernel width, inputs, multiplier]. */
public final class DepthwiseConvolution2dExporter implements LayerExporter<DepthwiseConvolution2D> {

  @Override
  public Class<DepthwiseConvolution2D> type() {
    return DepthwiseConvolution2D.class;
  }

  @Override
  public Value export(DepthwiseConvolution2D conf, ExportContext context) {
    Window window = WindowTranslation.of(context, conf);
    int channels = context.input().type().channels();
    int outputs = channels * conf.getDepthMultiplier();
    float[] weights =
        context.parameter(
            DepthwiseConvolutionParamInitializer.WEIGHT_KEY,
            window.kernelHeight(),
            window.kernelWidth(),
            channels,
            conf.getDepthMultiplier());
    float[] ordered = WeightOrder.dense(weights, window.taps(), outputs);
    Value sums = FloatLayers.sums(context, context.input(), window, outputs, channels, ordered);
    return FloatLayers.finish(context, sums, conf.hasBias(), conf.getActivationFn());
  }
}
