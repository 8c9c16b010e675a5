package io.dl4jcompact.binary.export;

import io.dl4jcompact.binary.BooleanConvolutionLayer;
import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.export.WindowTranslation;
import io.dl4jcompact.runtime.graph.Window;

/** A convolution whose parameters are bits. */
public final class BooleanConvolutionExporter implements LayerExporter<BooleanConvolutionLayer> {

  @Override
  public Class<BooleanConvolutionLayer> type() {
    return BooleanConvolutionLayer.class;
  }

  @Override
  public Value export(BooleanConvolutionLayer conf, ExportContext context) {
    Window window = WindowTranslation.of(context, conf);
    int outputs = Math.toIntExact(conf.getNOut());
    float[] weights = context.convolutionWeights(window, outputs, 1);
    Value sums = new BooleanProducts(conf, window, outputs, weights, context).sums();
    return context.activate(sums, conf.getActivationFn());
  }
}
