package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.export.WindowTranslation;
import io.dl4jcompact.runtime.graph.ZeroPad;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;

/** Zeros before and after a sequence. */
public final class ZeroPadding1dExporter implements LayerExporter<ZeroPadding1DLayer> {

  @Override
  public Class<ZeroPadding1DLayer> type() {
    return ZeroPadding1DLayer.class;
  }

  @Override
  public Value export(ZeroPadding1DLayer conf, ExportContext context) {
    WindowTranslation.requireSequence(context, RNNFormat.NCW);
    int[] padding = conf.getPadding();
    return context.emit(new ZeroPad(0, 0, padding[0], padding[1]), context.input());
  }
}
