package io.dl4jcompact.binary.export;

import io.dl4jcompact.binary.BinaryConvolutionLayer;
import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.export.WindowTranslation;
import io.dl4jcompact.runtime.graph.Window;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;

/** A one-bit convolution. */
public final class BinaryConvolutionExporter implements LayerExporter<BinaryConvolutionLayer> {

  @Override
  public Class<BinaryConvolutionLayer> type() {
    return BinaryConvolutionLayer.class;
  }

  @Override
  public Value export(BinaryConvolutionLayer conf, ExportContext context) {
    Window window = WindowTranslation.of(context, conf);
    int outputs = Math.toIntExact(conf.getNOut());
    LatentArray latent =
        LatentArray.of(
            context,
            ConvolutionParamInitializer.WEIGHT_KEY,
            layer -> layer.convolutionWeights(window, outputs, conf.groups()),
            UnaryOperator.identity());
    QuantizedProducts products =
        new QuantizedProducts(conf.quantization(), window, outputs, conf.groups(), context);
    return context.activate(products.preOutput(latent, conf.hasBias()), conf.getActivationFn());
  }
}
