package io.dl4jcompact.runtime.reference;

import io.dl4jcompact.runtime.graph.ChannelThreshold;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Pooling;
import io.dl4jcompact.runtime.graph.Window;

/** The operations with a window, each as its definition reads. */
final class NaiveWindows {

  private NaiveWindows() {}

  static Cube convolution(Convolution convolution, Cube in) {
    Window w = convolution.window();
    int channels = in.channels / convolution.groups();
    return Cube.of(
        rows(w, in),
        columns(w, in),
        convolution.outputs(),
        (y, x, n) -> {
          double sum = 0;
          int first = n * convolution.groups() / convolution.outputs() * channels;
          int index = n * w.kernelHeight() * w.kernelWidth() * channels;
          for (int i = 0; i < w.kernelHeight(); i++) {
            for (int j = 0; j < w.kernelWidth(); j++) {
              int row = y * w.strideHeight() + i * w.dilationHeight() - w.padTop();
              int column = x * w.strideWidth() + j * w.dilationWidth() - w.padLeft();
              for (int c = first; c < first + channels; c++) {
                sum += in.getOrZero(row, column, c) * convolution.weights().get(index++);
              }
            }
          }
          return epilogue(convolution.epilogue(), n, sum);
        });
  }

  private static double epilogue(Epilogue epilogue, int n, double sum) {
    if (epilogue instanceof Epilogue.Threshold threshold) {
      int limit = threshold.limits().get(n);
      boolean holds = limit == Integer.MIN_VALUE || limit != Integer.MAX_VALUE && sum >= limit;
      return threshold.element().valueOf(holds ^ threshold.flips().get(n));
    }
    if (epilogue instanceof ChannelThreshold threshold) {
      return NaiveOperations.threshold(threshold, n, sum);
    }
    return real((Epilogue.Real) epilogue, n, sum);
  }

  static double real(Epilogue.Real real, int n, double sum) {
    double scaled =
        sum * NaiveOperations.parameter(real.scale(), n, 1)
            + NaiveOperations.parameter(real.shift(), n, 0);
    return NaiveActivation.apply(real.activation(), scaled);
  }

  static Cube pool(Window w, Pooling pooling, double nothing, Cube in) {
    return Cube.of(
        rows(w, in),
        columns(w, in),
        in.channels,
        (y, x, c) -> {
          double greatest = nothing;
          double sum = 0;
          double powers = 0;
          int inside = 0;
          for (int i = 0; i < w.kernelHeight(); i++) {
            for (int j = 0; j < w.kernelWidth(); j++) {
              int row = y * w.strideHeight() + i * w.dilationHeight() - w.padTop();
              int column = x * w.strideWidth() + j * w.dilationWidth() - w.padLeft();
              double value = in.getOrZero(row, column, c);
              if (in.contains(row, column)) {
                greatest = Math.max(greatest, value);
                inside++;
              }
              sum += value;
              powers += Math.pow(Math.abs(value), pooling.norm());
            }
          }
          return switch (pooling.kind()) {
            case MAX -> greatest;
            case SUM -> sum;
            case AVERAGE -> sum / (w.kernelHeight() * w.kernelWidth());
            case AVERAGE_INSIDE -> inside == 0 ? 0 : sum / inside;
            case NORM -> Math.pow(powers, 1.0 / pooling.norm());
          };
        });
  }

  static int rows(Window w, Cube in) {
    int extent = (w.kernelHeight() - 1) * w.dilationHeight() + 1;
    return (in.height + w.padTop() + w.padBottom() - extent) / w.strideHeight() + 1;
  }

  static int columns(Window w, Cube in) {
    int extent = (w.kernelWidth() - 1) * w.dilationWidth() + 1;
    return (in.width + w.padLeft() + w.padRight() - extent) / w.strideWidth() + 1;
  }
}
