package io.dl4jcompact.binary;

import io.dl4jcompact.quantizer.Identity;
import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.quantizer.Quantizer;
import io.dl4jcompact.quantizer.StochasticStepQuantizer;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a quantised layer computes before its activation function, by plain loops over doubles.
 * Knows the quantisers' scalar definitions and nothing of the layers' implementations.
 */
final class NaiveLayer {

  private final Quantization quantization;
  private final NaiveConvolution convolution;
  private final int[] inputShape;
  private final int[] weightShape;
  private final double[] bias;
  final double[] x;
  final double[] w;

  NaiveLayer(FeedForwardLayer conf, Map<String, INDArray> parameters, INDArray input) {
    quantization = ((QuantizedLayer) conf).quantization();
    convolution = NaiveConvolution.of(conf);
    INDArray weights = parameters.get("W");
    boolean dense = weights.rank() == 2;
    // A dense W is [nIn, nOut].
    INDArray channels = dense ? weights.transpose() : weights;
    inputShape = fourDimensions(input);
    weightShape = fourDimensions(channels);
    x = input.dup('c').data().asDouble();
    w = channels.dup('c').data().asDouble();
    bias = parameters.containsKey("b") ? parameters.get("b").dup().data().asDouble() : null;
  }

  private static int[] fourDimensions(INDArray array) {
    int[] shape = {1, 1, 1, 1};
    for (int i = 0; i < array.rank(); i++) {
      shape[i] = (int) array.size(i);
    }
    return shape;
  }

  /** z at inference. */
  double[] output() {
    return surrogateOutput(x, w);
  }

  /**
   * z of a network that is smooth in x' and w' and equals the quantised one, in value, at x and w:
   * q(v) + S(v') - S(v) in place of q(v').
   */
  double[] surrogateOutput(double[] movedX, double[] movedW) {
    double[] qx = surrogate(quantization.input(), x, movedX);
    double[] qw = surrogate(quantization.weights(), w, movedW);
    double[] z = convolution.convolve(qx, inputShape, qw, weightShape);
    int perChannel = w.length / weightShape[0];
    int pixels = z.length / (inputShape[0] * weightShape[0]);
    for (int i = 0; i < z.length; i++) {
      int n = i / pixels % weightShape[0];
      z[i] *= quantization.weightScale() ? meanOfAbsolutes(movedW, n * perChannel, perChannel) : 1;
      z[i] += bias == null ? 0 : bias[n];
    }
    return z;
  }

  private static double meanOfAbsolutes(double[] w, int from, int length) {
    double sum = 0;
    for (int i = from; i < from + length; i++) {
      sum += Math.abs(w[i]);
    }
    return sum / length;
  }

  private static double[] surrogate(Quantizer quantizer, double[] at, double[] moved) {
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

  /** The function whose derivative the quantiser's surrogate gradient is. */
  private static double smooth(OneBitQuantizer quantizer, double v) {
    return quantizer instanceof StochasticStepQuantizer
        ? quantizer.estimator().surrogate(2 * v - 1) / 2
        : quantizer.estimator().surrogate(v - quantizer.threshold());
  }
}
