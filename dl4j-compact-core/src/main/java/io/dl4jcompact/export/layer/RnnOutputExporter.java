package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.export.WeightOrder;
import io.dl4jcompact.export.WindowTranslation;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;

/** A dense layer at every time step of a sequence; its softmax goes over the channels of each. */
public final class RnnOutputExporter implements LayerExporter<RnnOutputLayer> {

  @Override
  public Class<RnnOutputLayer> type() {
    return RnnOutputLayer.class;
  }

  @Override
  public Value export(RnnOutputLayer conf, ExportContext context) {
    WindowTranslation.requireSequence(context, conf.getRnnDataFormat());
    int channels = context.input().type().channels();
    int outputs = Math.toIntExact(conf.getNOut());
    float[] weights = context.parameter(DefaultParamInitializer.WEIGHT_KEY, channels, outputs);
    float[] ordered = WeightOrder.dense(weights, channels, outputs);
    Value sums = FloatLayers.sums(context, context.input(), FloatLayers.POINT, outputs, 1, ordered);
    Value biased = conf.hasBias() ? FloatLayers.biased(context, sums) : sums;
    return FloatLayers.activateChannels(context, biased, conf.getActivationFn());
  }
}
