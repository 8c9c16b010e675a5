package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.export.WindowTranslation;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.Pooling;
import io.dl4jcompact.runtime.graph.Window;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/** Pooling over a window. */
public final class SubsamplingExporter implements LayerExporter<SubsamplingLayer> {

  @Override
  public Class<SubsamplingLayer> type() {
    return SubsamplingLayer.class;
  }

  @Override
  public Value export(SubsamplingLayer conf, ExportContext context) {
    if (Arrays.stream(conf.getDilation()).anyMatch(dilation -> dilation != 1)) {
      throw context.unsupported(
          "dilation "
              + Arrays.toString(conf.getDilation())
              + ": DL4J's pooling gives different results for it with and without oneDNN, so only"
              + " 1 is supported");
    }
    Window window =
        WindowTranslation.of(
            context,
            conf.getCnn2dDataFormat(),
            conf.getConvolutionMode(),
            conf.getKernelSize(),
            conf.getStride(),
            conf.getPadding(),
            conf.getDilation());
    return context.emit(new Pool(window, pooling(conf, window, context)), context.input());
  }

  private static Pooling pooling(SubsamplingLayer conf, Window window, ExportContext context) {
    return switch (conf.getPoolingType()) {
      case MAX -> Pooling.MAX;
      case AVG ->
          conf.isAvgPoolIncludePadInDivisor() || !window.isPadded()
              ? Pooling.AVERAGE
              : Pooling.AVERAGE_INSIDE;
      case PNORM -> new Pooling(Pooling.Kind.NORM, conf.getPnorm());
      case SUM ->
          throw context.unsupported(
              "pooling type SUM, which DL4J cannot run either; MAX, AVG and PNORM are supported");
    };
  }
}
