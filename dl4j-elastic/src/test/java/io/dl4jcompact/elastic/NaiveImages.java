package io.dl4jcompact.elastic;

import io.dl4jcompact.core.NaiveConvolution;
import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Layers of images by plain loops. */
final class NaiveImages {

  private NaiveImages() {}

  /**
   * A convolution in c order, with the kernels that {@link #kernels} gives of W.
   *
   * @param conf with the window of the kernels
   */
  static double[] convolve(
      ConvolutionLayer conf, INDArray kernels, INDArray biases, INDArray input) {
    int[] shape = ints(kernels.shape());
    double[] output =
        NaiveConvolution.of(conf)
            .convolve(values(input), ints(input.shape()), values(kernels), shape, 0);
    int area = output.length / (int) (input.size(0) * kernels.size(0));
    for (int i = 0; biases != null && i < output.length; i++) {
      output[i] += biases.getDouble(i / area % shape[0]);
    }
    return output;
  }

  /**
   * Kernels [w, e, k, k]: the centres of W's first; if there are transformations, each size down to
   * k is the centre of the one before as a vector times a matrix.
   *
   * @param transforms by the size that they make, for each size from K down to k
   */
  static INDArray kernels(
      INDArray weights, int outputs, int inputs, int kernel, Map<Integer, INDArray> transforms) {
    double[][][] current = new double[outputs][inputs][];
    int size = (int) weights.size(2);
    for (int o = 0; o < outputs; o++) {
      for (int c = 0; c < inputs; c++) {
        current[o][c] = new double[size * size];
        for (int i = 0; i < size * size; i++) {
          current[o][c][i] = weights.getDouble(o, c, i / size, i % size);
        }
      }
    }
    for (int next = size - 2; next >= kernel; next -= 2) {
      boolean permitted = transforms.isEmpty() ? next == kernel : transforms.containsKey(next);
      for (int o = 0; permitted && o < outputs; o++) {
        for (int c = 0; c < inputs; c++) {
          double[] centre = centre(current[o][c], size, next);
          current[o][c] = transforms.isEmpty() ? centre : multiplied(centre, transforms.get(next));
        }
      }
      size = permitted ? next : size;
    }
    INDArray kernels = Nd4j.create(weights.dataType(), outputs, inputs, size, size);
    for (int o = 0; o < outputs; o++) {
      for (int c = 0; c < inputs; c++) {
        for (int i = 0; i < size * size; i++) {
          kernels.putScalar(new int[] {o, c, i / size, i % size}, current[o][c][i]);
        }
      }
    }
    return kernels;
  }

  private static double[] centre(double[] kernel, int from, int to) {
    int start = (from - to) / 2;
    double[] centre = new double[to * to];
    for (int i = 0; i < centre.length; i++) {
      centre[i] = kernel[(start + i / to) * from + start + i % to];
    }
    return centre;
  }

  private static double[] multiplied(double[] row, INDArray matrix) {
    double[] product = new double[row.length];
    for (int i = 0; i < row.length; i++) {
      for (int j = 0; j < row.length; j++) {
        product[j] += row[i] * matrix.getDouble(i, j);
      }
    }
    return product;
  }

  private static double[] values(INDArray array) {
    return array.dup('c').data().asDouble();
  }

  private static int[] ints(long[] values) {
    return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
  }
}
