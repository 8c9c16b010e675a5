package io.dl4jcompact.elastic;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A transformer by plain loops over one sequence's tokens, [tokens][channels]. */
final class NaiveTransformer {

  static final double EPSILON = 1e-5;

  private final Map<String, INDArray> parameters;

  NaiveTransformer(Map<String, INDArray> parameters) {
    this.parameters = parameters;
  }

  /** A block's output in c order. */
  static double[] block(
      Map<String, INDArray> parameters, INDArray input, int heads, int headSize, int hidden) {
    NaiveTransformer naive = new NaiveTransformer(parameters);
    double[][][] out = new double[(int) input.size(0)][][];
    for (int b = 0; b < out.length; b++) {
      out[b] = naive.block(tokens(input, b), heads, headSize, hidden);
    }
    return channelsFirst(out);
  }

  /** Tokens of patches of 2x2 pixels, in c order. */
  static double[] patches(Map<String, INDArray> parameters, INDArray images, int e) {
    NaiveTransformer naive = new NaiveTransformer(parameters);
    double[][][] out = new double[(int) images.size(0)][][];
    for (int b = 0; b < out.length; b++) {
      int across = (int) images.size(3) / 2;
      double[][] pixels = new double[(int) images.size(2) / 2 * across][4 * (int) images.size(1)];
      for (int s = 0; s < pixels.length; s++) {
        for (int i = 0; i < pixels[s].length; i++) {
          int row = s / across * 2 + i / 2 % 2;
          pixels[s][i] = images.getDouble(b, i / 4, row, s % across * 2 + i % 2);
        }
      }
      double[][] embedded = naive.dense(pixels, "W", "b", e);
      INDArray position = parameters.get("position");
      int first = (int) position.size(0) - embedded.length;
      out[b] = new double[first + embedded.length][e];
      for (int t = 0; t < out[b].length; t++) {
        for (int c = 0; c < e; c++) {
          double token = t < first ? parameters.get("cls").getDouble(0, c) : embedded[t - first][c];
          out[b][t][c] = token + position.getDouble(t, c);
        }
      }
    }
    return channelsFirst(out);
  }

  /** The normalised tokens' mean, or the first one. */
  static double[] pooled(Map<String, INDArray> parameters, INDArray input, boolean first) {
    int e = (int) input.size(1);
    double[] out = new double[(int) input.size(0) * e];
    for (int b = 0; b < input.size(0); b++) {
      double[][] y = new NaiveTransformer(parameters).norm(tokens(input, b), "gamma", "beta");
      for (int t = 0; t < (first ? 1 : y.length); t++) {
        for (int c = 0; c < e; c++) {
          out[b * e + c] += y[t][c] / (first ? 1 : y.length);
        }
      }
    }
    return out;
  }

  static double[][] tokens(INDArray input, int b) {
    double[][] x = new double[(int) input.size(2)][(int) input.size(1)];
    for (int t = 0; t < x.length; t++) {
      for (int c = 0; c < x[t].length; c++) {
        x[t][c] = input.getDouble(b, c, t);
      }
    }
    return x;
  }

  static double[] channelsFirst(double[][][] sequences) {
    int tokens = sequences[0].length;
    int channels = sequences[0][0].length;
    double[] flat = new double[sequences.length * tokens * channels];
    int next = 0;
    for (double[][] sequence : sequences) {
      for (int c = 0; c < channels; c++) {
        for (int t = 0; t < tokens; t++) {
          flat[next++] = sequence[t][c];
        }
      }
    }
    return flat;
  }

  private double[][] block(double[][] x, int heads, int headSize, int hidden) {
    int e = x[0].length;
    double[][] attended = attention(norm(x, "gamma1", "beta1"), heads, headSize);
    double[][] r = sum(x, attended);
    double[][] units = dense(norm(r, "gamma2", "beta2"), "W1", "b1", hidden);
    for (double[] row : units) {
      for (int j = 0; j < hidden; j++) {
        double z = row[j];
        // ND4J has the constant in float.
        row[j] = z / (1 + Math.exp(-1.702f * z));
      }
    }
    return sum(r, dense(units, "W2", "b2", e));
  }

  private static double[][] sum(double[][] a, double[][] b) {
    double[][] sum = new double[a.length][a[0].length];
    for (int t = 0; t < a.length; t++) {
      for (int c = 0; c < a[t].length; c++) {
        sum[t][c] = a[t][c] + b[t][c];
      }
    }
    return sum;
  }

  double[][] dense(double[][] x, String weights, String biases, int outputs) {
    double[][] out = new double[x.length][outputs];
    for (int t = 0; t < x.length; t++) {
      for (int j = 0; j < outputs; j++) {
        out[t][j] = parameters.get(biases).getDouble(j);
        for (int i = 0; i < x[t].length; i++) {
          out[t][j] += x[t][i] * parameters.get(weights).getDouble(i, j);
        }
      }
    }
    return out;
  }

  double[][] norm(double[][] x, String gamma, String beta) {
    double[][] out = new double[x.length][x[0].length];
    for (int t = 0; t < x.length; t++) {
      double mean = 0;
      for (double value : x[t]) {
        mean += value / x[t].length;
      }
      double variance = 0;
      for (double value : x[t]) {
        variance += (value - mean) * (value - mean) / x[t].length;
      }
      for (int c = 0; c < x[t].length; c++) {
        out[t][c] =
            (x[t][c] - mean) / Math.sqrt(variance + EPSILON) * parameters.get(gamma).getDouble(c)
                + parameters.get(beta).getDouble(c);
      }
    }
    return out;
  }

  private double[][] attention(double[][] x, int heads, int headSize) {
    double[][] joint = dense(x, "Wqkv", "bqkv", 3 * heads * headSize);
    double[][] context = new double[x.length][heads * headSize];
    for (int h = 0; h < heads; h++) {
      int q = 3 * h * headSize;
      for (int t = 0; t < x.length; t++) {
        double[] weights = new double[x.length];
        double sum = 0;
        for (int s = 0; s < x.length; s++) {
          double score = 0;
          for (int d = 0; d < headSize; d++) {
            score += joint[t][q + d] * joint[s][q + headSize + d];
          }
          weights[s] = Math.exp(score / Math.sqrt(headSize));
          sum += weights[s];
        }
        for (int s = 0; s < x.length; s++) {
          for (int d = 0; d < headSize; d++) {
            context[t][h * headSize + d] += weights[s] / sum * joint[s][q + 2 * headSize + d];
          }
        }
      }
    }
    return dense(context, "Wo", "bo", x[0].length);
  }
}
