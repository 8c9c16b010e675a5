package io.dl4jcompact.binary.export;

import io.dl4jcompact.binary.QuantizerLayer;
import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.quantizer.LevelQuantizer;
import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.quantizer.Quantizer;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.Unpack;

/** A quantiser, whose bits become the numbers that they stand for. */
public final class QuantizerExporter implements LayerExporter<QuantizerLayer> {

  @Override
  public Class<QuantizerLayer> type() {
    return QuantizerLayer.class;
  }

  @Override
  public Value export(QuantizerLayer conf, ExportContext context) {
    Quantizer quantizer = conf.quantizer();
    Quantizer rule = quantizer instanceof LevelQuantizer levels ? levels.quantizer() : quantizer;
    Value bits = context.emit(new Quantize((OneBitQuantizer) rule), context.input());
    Value values = context.emit(new Unpack(), bits);
    return quantizer instanceof LevelQuantizer levels
        ? context.emit(
            new Affine(Floats.NONE, Floats.of(levels.factor()), Floats.of(levels.offset())), values)
        : values;
  }
}
