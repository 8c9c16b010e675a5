package io.dl4jcompact.binary.export;

import io.dl4jcompact.binary.BinaryConvolution1DLayer;
import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.export.WindowTranslation;
import io.dl4jcompact.runtime.graph.Window;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;

/** A one-bit convolution over time. */
public final class BinaryConvolution1dExporter implements LayerExporter<BinaryConvolution1DLayer> {

  @Override
  public Class<BinaryConvolution1DLayer> type() {
    return BinaryConvolution1DLayer.class;
  }

  @Override
  public Value export(BinaryConvolution1DLayer conf, ExportContext context) {
    Window window =
        WindowTranslation.ofSequence(
            context,
            RNNFormat.NCW,
            conf.getConvolutionMode(),
            conf.getKernelSize()[0],
            conf.getStride()[0],
            conf.getPadding()[0],
            conf.getDilation()[0]);
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
