package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.export.WindowTranslation;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.Window;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;

/** Pooling over time. */
public final class Subsampling1dExporter implements LayerExporter<Subsampling1DLayer> {

  @Override
  public Class<Subsampling1DLayer> type() {
    return Subsampling1DLayer.class;
  }

  @Override
  public Value export(Subsampling1DLayer conf, ExportContext context) {
    if (conf.getPadding()[0] != 0) {
      throw context.unsupported(
          "padding "
              + conf.getPadding()[0]
              + ", which DL4J adds across time too; use mode Same or a ZeroPadding1DLayer");
    }
    if (conf.getConvolutionMode() == ConvolutionMode.Causal) {
      throw context.unsupported("convolution mode Causal is for convolutions only");
    }
    PoolingTranslation.requireNoDilation(context, conf.getDilation());
    Window window =
        WindowTranslation.ofSequence(
            context,
            conf.getCnn2dDataFormat() == CNN2DFormat.NCHW ? RNNFormat.NCW : RNNFormat.NWC,
            conf.getConvolutionMode(),
            conf.getKernelSize()[0],
            conf.getStride()[0],
            0,
            1);
    return context.emit(
        new Pool(window, PoolingTranslation.of(context, conf, window)), context.input());
  }
}
