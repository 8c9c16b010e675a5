package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.runtime.graph.GlobalPool;
import io.dl4jcompact.runtime.graph.Pooling;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;

/** Each channel pooled over the whole map. */
public final class GlobalPoolingExporter implements LayerExporter<GlobalPoolingLayer> {

  @Override
  public Class<GlobalPoolingLayer> type() {
    return GlobalPoolingLayer.class;
  }

  @Override
  public Value export(GlobalPoolingLayer conf, ExportContext context) {
    int[] dimensions = conf.getPoolingDimensions();
    if (dimensions != null && !Arrays.equals(dimensions, new int[] {2, 3})) {
      throw context.unsupported(
          "pooling dimensions " + Arrays.toString(dimensions) + ", only [2, 3] are supported");
    }
    Pooling pooling =
        switch (conf.getPoolingType()) {
          case MAX -> Pooling.MAX;
          case AVG -> Pooling.AVERAGE;
          case SUM -> Pooling.SUM;
          case PNORM -> new Pooling(Pooling.Kind.NORM, conf.getPnorm());
        };
    return context.emit(new GlobalPool(pooling), context.input());
  }
}
