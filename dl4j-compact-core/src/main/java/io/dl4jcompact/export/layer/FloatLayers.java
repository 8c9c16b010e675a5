package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.activations.IActivation;

/** What DL4J's float layers with weights have in common. */
final class FloatLayers {

  private FloatLayers() {}

  /** A dense layer with parameters W [inputs, outputs] and b [outputs]. */
  static Value dense(ExportContext context, int outputs, boolean hasBias, IActivation activation) {
    float[] weights = context.denseWeights(outputs);
    Window window = Window.covering(context.input().type());
    return sums(context, window, weights, outputs, hasBias, activation);
  }

  /** Sums of products over a window, the bias, the activation function. */
  static Value sums(
      ExportContext context,
      Window window,
      float[] weights,
      int outputs,
      boolean hasBias,
      IActivation activation) {
    Weights real = new Weights.Real(Floats.of(weights));
    Value value =
        context.emit(new Convolution(window, outputs, real, Epilogue.Real.NONE), context.input());
    if (hasBias) {
      float[] bias = context.parameter(DefaultParamInitializer.BIAS_KEY, outputs);
      value = context.emit(new Affine(Floats.NONE, Floats.NONE, Floats.of(bias)), value);
    }
    return context.activate(value, activation);
  }
}
