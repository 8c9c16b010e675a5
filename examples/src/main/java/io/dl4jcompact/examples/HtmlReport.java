package io.dl4jcompact.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The quickstart's result as a page: the table, the curves of both trainings, what was packed. */
final class HtmlReport {

  private HtmlReport() {}

  static void write(Path file, QuickstartResult result) throws IOException {
    String page =
        """
        <!DOCTYPE html>
        <html lang="en">
        <meta charset="utf-8">
        <title>dl4j-compact quickstart</title>
        <style>
        body { font-family: sans-serif; max-width: 76em; margin: 2em auto; }
        table { border-collapse: collapse; }
        td, th { border: 1px solid #ccc; padding: .3em .7em; text-align: right; }
        td:first-child, th:first-child { text-align: left; }
        </style>
        <h1>dl4j-compact quickstart</h1>
        <p>%s</p>
        %s
        <h2>Trainings</h2>
        %s
        %s
        <h2>What was packed</h2>
        <pre>%s</pre>
        </html>
        """
            .formatted(
                escape(result.summary()),
                table(result.table().rows()),
                curves("test accuracy", result, Training.Epoch::accuracy),
                curves("loss", result, Training.Epoch::loss),
                escape(result.report().table()));
    ResultFile.write(file, temporary -> Files.writeString(temporary, page));
  }

  private static String curves(
      String title, QuickstartResult result, ToDoubleFunction<Training.Epoch> value)
      throws IOException {
    Map<String, List<Double>> curves = new LinkedHashMap<>();
    curves.put("float twin", values(result.floatTwin().training(), value));
    curves.put("one-bit network", values(result.oneBit().training(), value));
    return Plot.html(title, curves);
  }

  private static List<Double> values(Training training, ToDoubleFunction<Training.Epoch> value) {
    return training.epochs().stream().map(value::applyAsDouble).toList();
  }

  private static String table(List<List<String>> rows) {
    StringBuilder html = new StringBuilder("<table>\n");
    for (List<String> row : rows) {
      String tag = row == rows.get(0) ? "th" : "td";
      html.append("<tr>");
      row.forEach(cell -> html.append("<%1$s>%2$s</%1$s>".formatted(tag, escape(cell))));
      html.append("</tr>\n");
    }
    return html.append("</table>").toString();
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
