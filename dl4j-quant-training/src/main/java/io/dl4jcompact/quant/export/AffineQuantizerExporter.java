package io.dl4jcompact.quant.export;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.quant.AffineQuantizerLayer;
import io.dl4jcompact.quantizer.AffineQuantizer;
import io.dl4jcompact.runtime.graph.DequantizeInt8;
import io.dl4jcompact.runtime.graph.QuantizeInt8;

/** Integers, and the numbers that they stand for. */
public final class AffineQuantizerExporter implements LayerExporter<AffineQuantizerLayer> {

  @Override
  public Class<AffineQuantizerLayer> type() {
    return AffineQuantizerLayer.class;
  }

  @Override
  public Value export(AffineQuantizerLayer conf, ExportContext context) {
    AffineQuantizer quantizer = ObservedQuantizer.of(conf.quantization().input(), context);
    Value integers = context.emit(new QuantizeInt8(quantizer), context.input());
    return context.emit(new DequantizeInt8(quantizer), integers);
  }
}
