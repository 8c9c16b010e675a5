package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.export.WindowTranslation;
import io.dl4jcompact.runtime.graph.Window;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;

/** A convolution, a bias per channel, then the activation function. */
public final class ConvolutionExporter implements LayerExporter<ConvolutionLayer> {

  @Override
  public Class<ConvolutionLayer> type() {
    return ConvolutionLayer.class;
  }

  @Override
  public Value export(ConvolutionLayer conf, ExportContext context) {
    Window window = WindowTranslation.of(context, conf);
    int outputs = Math.toIntExact(conf.getNOut());
    float[] weights = context.convolutionWeights(window, outputs, 1);
    Value sums = FloatLayers.sums(context, context.input(), window, outputs, 1, weights);
    return FloatLayers.finish(context, sums, conf.hasBias(), conf.getActivationFn());
  }
}
