package io.dl4jcompact.export.layer;

import io.dl4jcompact.export.ExportContext;
import io.dl4jcompact.export.Value;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Softmax;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;

/** What DL4J's float layers with weights have in common. */
final class FloatLayers {

  /** A window that looks at one position. */
  static final Window POINT = new Window(1, 1, 1, 1, 1, 1, 0, 0, 0, 0);

  private FloatLayers() {}

  /** A dense layer with parameters W [inputs, outputs] and b [outputs]. */
  static Value dense(ExportContext context, int outputs, boolean hasBias, IActivation activation) {
    float[] weights = context.denseWeights(outputs);
    Window window = Window.covering(context.input().type());
    return finish(
        context, sums(context, context.input(), window, outputs, 1, weights), hasBias, activation);
  }

  /**
   * Sums of products over a window.
   *
   * @param weights in the runtime's order
   */
  static Value sums(
      ExportContext context, Value input, Window window, int outputs, int groups, float[] weights) {
    Weights real = new Weights.Real(Floats.of(weights));
    return context.emit(new Convolution(window, outputs, groups, real, Epilogue.Real.NONE), input);
  }

  /** The bias, if there is one, then the activation function. */
  static Value finish(ExportContext context, Value sums, boolean hasBias, IActivation activation) {
    return context.activate(hasBias ? biased(context, sums) : sums, activation);
  }

  /** The bias b added to every position. */
  static Value biased(ExportContext context, Value sums) {
    float[] bias = context.parameter(DefaultParamInitializer.BIAS_KEY, sums.type().channels());
    return context.emit(new Affine(Floats.NONE, Floats.NONE, Floats.of(bias)), sums);
  }

  /** An activation function whose softmax goes over the channels of each position. */
  static Value activateChannels(ExportContext context, Value value, IActivation activation) {
    return activation instanceof ActivationSoftmax
        ? context.emit(new Softmax(), value)
        : context.activate(value, activation);
  }
}
