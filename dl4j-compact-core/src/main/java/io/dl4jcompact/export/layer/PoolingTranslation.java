package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.runtime.graph.Pooling;
import io.dl4jcompact.runtime.graph.Window;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/** What DL4J's poolings over maps and over sequences have in common. */
final class PoolingTranslation {

  private PoolingTranslation() {}

  static void requireNoDilation(ExportContext context, int[] dilation) {
    if (Arrays.stream(dilation).anyMatch(factor -> factor != 1)) {
      throw context.unsupported(
          "dilation "
              + Arrays.toString(dilation)
              + ": DL4J's pooling gives different results for it with and without oneDNN, so only"
              + " 1 is supported; leave .dilation(..) out");
    }
  }

  static Pooling of(ExportContext context, SubsamplingLayer conf, Window window) {
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
