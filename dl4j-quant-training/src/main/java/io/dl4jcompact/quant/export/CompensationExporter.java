package io.dl4jcompact.quant.export;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.quant.CompensationLayer;
import io.dl4jcompact.quant.params.CompensationParamInitializer;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Floats;

/** A compensation: γ·E + β is constant from now on. */
public final class CompensationExporter implements LayerExporter<CompensationLayer> {

  @Override
  public Class<CompensationLayer> type() {
    return CompensationLayer.class;
  }

  @Override
  public Value export(CompensationLayer conf, ExportContext context) {
    int channels = context.input().type().channels();
    float[] gamma = context.parameter(CompensationParamInitializer.GAMMA, channels);
    float[] expected = context.parameter(CompensationParamInitializer.EXPECTED, channels);
    float[] correction = context.parameter(CompensationParamInitializer.BETA, channels);
    for (int n = 0; n < channels; n++) {
      float product = gamma[n] * expected[n];
      correction[n] += product;
    }
    return context.emit(
        new Affine(Floats.NONE, Floats.NONE, Floats.of(correction)), context.input());
  }
}
