package io.dl4jcompact.binary.export;

import io.dl4jcompact.binary.BinaryDenseLayer;
import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.LayerExporter;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.export.WeightOrder;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;
import org.deeplearning4j.nn.params.DefaultParamInitializer;

/** A one-bit dense layer. */
public final class BinaryDenseExporter implements LayerExporter<BinaryDenseLayer> {

  @Override
  public Class<BinaryDenseLayer> type() {
    return BinaryDenseLayer.class;
  }

  @Override
  public Value export(BinaryDenseLayer conf, ExportContext context) {
    TensorType input = context.input().type();
    if (!input.isVector()) {
      throw context.unsupported(
          "takes a vector, its input is " + input + "; add a CnnToFeedForwardPreProcessor");
    }
    int outputs = Math.toIntExact(conf.getNOut());
    float[] latent =
        WeightOrder.dense(
            context.parameter(DefaultParamInitializer.WEIGHT_KEY, input.size(), outputs),
            input.size(),
            outputs);
    QuantizedProducts products = new QuantizedProducts(conf.quantization(), outputs, context);
    Value value = products.sums(Window.covering(input), latent);
    value = products.scaled(value, latent);
    value = conf.hasBias() ? products.biased(value) : value;
    return context.activate(value, conf.getActivationFn());
  }
}
