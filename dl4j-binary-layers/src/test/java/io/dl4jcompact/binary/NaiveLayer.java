package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.core.NaiveConvolution;
import io.dl4jcompact.core.Operands;
import io.dl4jcompact.quantizer.DynamicStepQuantizer;
import io.dl4jcompact.quantizer.ElementwiseQuantizer;
import io.dl4jcompact.quantizer.Identity;
import io.dl4jcompact.quantizer.LevelQuantizer;
import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.quantizer.Quantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.Statistic;
import io.dl4jcompact.quantizer.StochasticStepQuantizer;
import java.util.Arrays;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a quantised layer computes before its activation function, by plain loops over doubles.
 * Knows the quantisers' scalar definitions and nothing of the layers' implementations.
 */
final class NaiveLayer {

  private final Quantization quantization;
  private final boolean depthwise;
  private final NaiveConvolution convolution;
  private final int[] inputShape;
  private final int[] weightShape;
  private final double[] x;
  private final double[] w;

  /** A layer that stands at these operands while training. */
  NaiveLayer(FeedForwardLayer conf, Operands at) {
    this(((QuantizedLayer) conf).quantization(), conf, at);
  }

  private NaiveLayer(Quantization quantization, FeedForwardLayer conf, Operands at) {
    this.quantization = quantization;
    depthwise = conf instanceof BinaryDepthwiseConvolutionLayer;
    convolution = NaiveConvolution.of(conf);
    inputShape = fourDimensions(at.input());
    weightShape = fourDimensions(channels(at));
    x = values(at.input());
    w = values(channels(at));
  }

  /** A layer at inference, where a dynamic step has its running threshold. */
  static NaiveLayer atInference(FeedForwardLayer conf, Operands at) {
    Quantization quantization = ((QuantizedLayer) conf).quantization();
    if (quantization.input() instanceof DynamicStepQuantizer dynamic) {
      float running = at.parameters().get("inputThreshold").getFloat(0);
      quantization = quantization.withInput(dynamic.at(running));
    }
    return new NaiveLayer(quantization, conf, at);
  }

  /** W with the output channels first; a dense W is [nIn, nOut], a depthwise one [.., nIn, M]. */
  private INDArray channels(Operands operands) {
    INDArray weights = operands.parameters().get("W");
    if (depthwise) {
      long outputs = weights.size(2) * weights.size(3);
      INDArray outputsFirst = weights.permute(2, 3, 0, 1).dup('c');
      return outputsFirst.reshape('c', outputs, 1, weights.size(0), weights.size(1));
    }
    return weights.rank() == 2 ? weights.transpose() : weights;
  }

  private static double[] values(INDArray array) {
    return array.dup('c').data().asDouble();
  }

  private static int[] fourDimensions(INDArray array) {
    int[] shape = {1, 1, 1, 1};
    for (int i = 0; i < array.rank(); i++) {
      shape[i] = (int) array.size(i);
    }
    return shape;
  }

  /**
   * z of a layer that is smooth in the moved operands and equals the quantised one, in value, where
   * it stands: q(v) + S(v') - S(v) in place of q(v').
   */
  double[] output(Operands moved) {
    double[] movedW = values(channels(moved));
    INDArray bias = moved.parameters().get("b");
    double[] qx = surrogate(quantization.input(), x, values(moved.input()));
    double[] qw = surrogate(quantization.weights(), w, movedW);
    double[] z = convolution.convolve(qx, inputShape, qw, weightShape, padding());
    int perChannel = w.length / weightShape[0];
    int pixels = z.length / (inputShape[0] * weightShape[0]);
    for (int i = 0; i < z.length; i++) {
      int n = i / pixels % weightShape[0];
      z[i] *= quantization.weightScale() ? meanOfAbsolutes(movedW, n * perChannel, perChannel) : 1;
      z[i] += bias == null ? 0 : bias.getDouble(n);
    }
    return z;
  }

  /** What nothing is: of a step's levels the lower, of a sign's their middle; else the number 0. */
  private double padding() {
    if (!(quantization.input() instanceof LevelQuantizer levels)) {
      return 0;
    }
    return levels.quantizer() instanceof SignQuantizer
        ? ((double) levels.upper() + levels.lower()) / 2
        : levels.lower();
  }

  private static double meanOfAbsolutes(double[] w, int from, int length) {
    double sum = 0;
    for (int i = from; i < from + length; i++) {
      sum += Math.abs(w[i]);
    }
    return sum / length;
  }

  private static double[] surrogate(Quantizer configured, double[] at, double[] moved) {
    if (configured instanceof LevelQuantizer levels) {
      Quantizer beneath = levels.quantizer();
      double least = beneath instanceof SignQuantizer ? -1 : 0;
      double height = levels.upper() - levels.lower();
      double[] values = surrogate(beneath, at, moved);
      Arrays.setAll(values, i -> levels.lower() + height * (values[i] - least) / (1 - least));
      return values;
    }
    ElementwiseQuantizer quantizer = elementwise(configured, at);
    double[] result = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      result[i] =
          quantizer instanceof Identity
              ? moved[i]
              : quantizer.quantize((float) at[i])
                  + smooth((OneBitQuantizer) quantizer, moved[i])
                  - smooth((OneBitQuantizer) quantizer, at[i]);
    }
    return result;
  }

  /** While training, a dynamic step has the threshold of its batch, which moves do not move. */
  private static ElementwiseQuantizer elementwise(Quantizer configured, double[] at) {
    if (configured instanceof DynamicStepQuantizer dynamic) {
      assertThat(dynamic.statistic()).isEqualTo(Statistic.mean());
      return dynamic.at((float) Arrays.stream(at).average().orElseThrow());
    }
    return (ElementwiseQuantizer) configured;
  }

  /** The function whose derivative the quantiser's surrogate gradient is. */
  private static double smooth(OneBitQuantizer quantizer, double v) {
    return quantizer instanceof StochasticStepQuantizer
        ? quantizer.estimator().surrogate(2 * v - 1) / 2
        : quantizer.estimator().surrogate(v - quantizer.threshold());
  }
}
