package io.dl4jcompact.binary.export;

import io.dl4jcompact.binary.BinaryDenseLayer;
import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.runtime.graph.Window;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.params.DefaultParamInitializer;

/** A one-bit dense layer. */
public final class BinaryDenseExporter implements LayerExporter<BinaryDenseLayer> {

  @Override
  public Class<BinaryDenseLayer> type() {
    return BinaryDenseLayer.class;
  }

  @Override
  public Value export(BinaryDenseLayer conf, ExportContext context) {
    int outputs = Math.toIntExact(conf.getNOut());
    LatentArray latent =
        LatentArray.of(
            context,
            DefaultParamInitializer.WEIGHT_KEY,
            layer -> layer.denseWeights(outputs),
            UnaryOperator.identity());
    Window window = Window.covering(context.input().type());
    QuantizedProducts products =
        new QuantizedProducts(conf.quantization(), window, outputs, 1, context);
    return context.activate(products.preOutput(latent, conf.hasBias()), conf.getActivationFn());
  }
}
