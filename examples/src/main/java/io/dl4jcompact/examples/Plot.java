package io.dl4jcompact.examples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** Curves over the epochs, as a picture in a file or as an HTML image that holds its own data. */
final class Plot {

  private static final int WIDTH = 560;
  private static final int HEIGHT = 360;

  private Plot() {}

  /**
   * @param title what is shown, also the label of the vertical axis
   * @param curves values by epoch, the first of epoch 1, under the name of each curve
   */
  static String html(String title, Map<String, List<Double>> curves) throws IOException {
    byte[] png;
    try {
      png = png(title, curves);
    } catch (LinkageError | InternalError e) {
      return "<p>" + withoutFonts(title, e) + "</p>";
    }
    String data = Base64.getEncoder().encodeToString(png);
    return "<img alt=\"" + title + "\" src=\"data:image/png;base64," + data + "\">";
  }

  /**
   * Writes the picture to a file; arguments as for {@link #html}.
   *
   * @return what there is to say about it: nothing, or why there is no picture
   */
  static Optional<String> write(Path file, String title, Map<String, List<Double>> curves)
      throws IOException {
    try {
      byte[] png = png(title, curves);
      ResultFile.write(file, temporary -> Files.write(temporary, png));
      return Optional.empty();
    } catch (LinkageError | InternalError e) {
      return Optional.of(withoutFonts(title, e));
    }
  }

  /** What Java throws on a machine without fonts; the figures are in a table all the same. */
  private static String withoutFonts(String title, Throwable e) {
    return "No curve of the " + title + ": this machine has no fonts to draw it (" + e + ").";
  }

  private static byte[] png(String title, Map<String, List<Double>> curves) throws IOException {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle("epoch")
            .yAxisTitle(title)
            .build();
    curves.forEach((name, values) -> chart.addSeries(name, epochs(values.size()), values));
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    BitmapEncoder.saveBitmap(chart, png, BitmapEncoder.BitmapFormat.PNG);
    return png.toByteArray();
  }

  private static List<Double> epochs(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> (double) i).toList();
  }
}
