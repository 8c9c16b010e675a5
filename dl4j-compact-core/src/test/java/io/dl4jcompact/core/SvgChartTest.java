package io.dl4jcompact.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.core.SvgChart.Point;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class SvgChartTest {

  private static Document read(SvgChart chart) throws Exception {
    byte[] bytes = chart.picture().getBytes(StandardCharsets.UTF_8);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(bytes));
  }

  private static List<String> values(Document document, String tag, String attribute) {
    NodeList nodes = document.getElementsByTagName(tag);
    return IntStream.range(0, nodes.getLength())
        .mapToObj(i -> nodes.item(i).getAttributes().getNamedItem(attribute).getNodeValue())
        .toList();
  }

  /** Left, right, top and bottom of the axes are at 70, 570, 30 and 330 pixels. */
  @Test
  void pointsAreWhereTheirValuesAreBetweenTheEnds() throws Exception {
    SvgChart chart =
        new SvgChart("epoch", "score")
            .line("a", List.of(new Point(1, 0.5), new Point(3, 0.75), new Point(5, 1.0)))
            .dots("b", List.of(new Point(2, 0.75), new Point(4, Double.NaN)));

    Document document = read(chart);

    assertThat(values(document, "polyline", "points"))
        .containsExactly("70.0,330.0 320.0,180.0 570.0,30.0");
    assertThat(values(document, "circle", "cx")).containsExactly("195.0");
    assertThat(values(document, "circle", "cy")).containsExactly("180.0");
    assertThat(chart.picture())
        .contains(">epoch<", ">score<", ">a<", ">b<", ">1<", ">5<", ">0.500<");
  }

  @Test
  void axesReachWhatIsIncluded() throws Exception {
    SvgChart chart =
        new SvgChart("x", "y")
            .including(0, 0)
            .line("a", List.of(new Point(5, 5), new Point(10, 10)));

    assertThat(values(read(chart), "polyline", "points")).containsExactly("320.0,180.0 570.0,30.0");
  }

  @Test
  void namesMayHaveMarkup() throws Exception {
    SvgChart chart = new SvgChart("a < b", "c & d").dots("<e>", List.of(new Point(1, 1)));

    assertThat(read(chart).getDocumentElement().getTextContent()).contains("a < b", "c & d", "<e>");
  }
}
