package io.dl4jcompact.examples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;

/** Curves over the epochs, as an HTML image that holds its own data. */
final class Plot {

  private static final int WIDTH = 560;
  private static final int HEIGHT = 360;

  private Plot() {}

  /**
   * @param title what is shown, also the label of the vertical axis
   * @param curves values by epoch, the first of epoch 1, under the name of each curve
   */
  static String html(String title, Map<String, List<Double>> curves) throws IOException {
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
    try {
      BitmapEncoder.saveBitmap(chart, png, BitmapEncoder.BitmapFormat.PNG);
    } catch (LinkageError | InternalError e) {
      // What Java throws on a machine without fonts; the figures are in the table all the same.
      return "<p>No curve of the "
          + title
          + ": this machine has no fonts to draw it ("
          + e
          + ").</p>";
    }
    String data = Base64.getEncoder().encodeToString(png.toByteArray());
    return "<img alt=\"" + title + "\" src=\"data:image/png;base64," + data + "\">";
  }

  private static List<Double> epochs(int count) {
    return IntStream.rangeClosed(1, count).mapToObj(i -> (double) i).toList();
  }
}
