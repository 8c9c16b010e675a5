package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.export.WindowTranslation;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.Window;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/** Pooling over a window. */
public final class SubsamplingExporter implements LayerExporter<SubsamplingLayer> {

  @Override
  public Class<SubsamplingLayer> type() {
    return SubsamplingLayer.class;
  }

  @Override
  public Value export(SubsamplingLayer conf, ExportContext context) {
    PoolingTranslation.requireNoDilation(context, conf.getDilation());
    Window window =
        WindowTranslation.of(
            context,
            conf.getCnn2dDataFormat(),
            conf.getConvolutionMode(),
            conf.getKernelSize(),
            conf.getStride(),
            conf.getPadding(),
            conf.getDilation());
    return context.emit(
        new Pool(window, PoolingTranslation.of(context, conf, window)), context.input());
  }
}
