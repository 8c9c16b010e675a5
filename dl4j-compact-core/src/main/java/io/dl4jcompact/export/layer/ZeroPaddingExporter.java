package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.export.WindowTranslation;
import io.dl4jcompact.runtime.graph.ZeroPad;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;

/** Zeros around a map. */
public final class ZeroPaddingExporter implements LayerExporter<ZeroPaddingLayer> {

  @Override
  public Class<ZeroPaddingLayer> type() {
    return ZeroPaddingLayer.class;
  }

  @Override
  public Value export(ZeroPaddingLayer conf, ExportContext context) {
    WindowTranslation.requireChannelsFirst(context, conf.getDataFormat());
    int[] padding = conf.getPadding();
    return context.emit(
        new ZeroPad(padding[0], padding[1], padding[2], padding[3]), context.input());
  }
}
