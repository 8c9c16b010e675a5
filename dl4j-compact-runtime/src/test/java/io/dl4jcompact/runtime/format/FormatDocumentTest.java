package io.dl4jcompact.runtime.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.quantizer.StraightThrough;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.graph.Pooling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What docs/format.md says is what the code does. */
class FormatDocumentTest {

  private List<String> lines;

  @BeforeEach
  void readDocument() throws IOException {
    lines = Files.readAllLines(Path.of("..", "docs", "format.md"));
  }

  @Test
  void theWorkedExampleIsWhatIsWritten() throws IOException {
    int start = lines.indexOf("```hexdump") + 1;
    String digits =
        lines.subList(start, lines.size()).stream()
            .takeWhile(line -> !line.equals("```"))
            .map(line -> line.substring(line.indexOf("  ")).replace(" ", ""))
            .collect(Collectors.joining());

    assertThat(HexFormat.of().parseHex(digits)).isEqualTo(Bytes.of(SampleModels.tiny()));
  }

  @Test
  void theTableOfOperationsIsComplete() {
    for (OpCode entry : OpCode.values()) {
      String row = "| " + entry.code() + " | `" + entry.type().getSimpleName() + "` | ";
      assertThat(lines).filteredOn(line -> line.startsWith(row)).as(row).hasSize(1);
    }
  }

  @Test
  void theTableOfCodesIsComplete() {
    assertThat(lines)
        .contains(row("element type", Codes.ELEMENTS, ElementType.values()))
        .contains(row("function", Codes.FUNCTIONS, Activation.Function.values()))
        .contains(row("kind of pooling", Codes.POOLINGS, Pooling.Kind.values()))
        .contains(row("combination", Codes.COMBINATIONS, Elementwise.Combination.values()))
        .contains(row("estimator", Codes.ESTIMATORS, StraightThrough.values()));
  }

  @Test
  void theLimitsAreThoseOfTheReader() {
    String document = String.join("\n", lines);
    int[] limits = {
      Limits.FILE_BYTES,
      Limits.DESCRIPTION_BYTES,
      Limits.NODES,
      Limits.LINKS,
      Limits.LABELS,
      Limits.PROVENANCE_ENTRIES,
      Limits.NAME_BYTES,
      Limits.VALUE_BYTES
    };
    for (int limit : limits) {
      assertThat(document).contains(String.format(Locale.ROOT, "%,d", limit));
    }
    assertThat(document).contains("1 to " + Limits.SECTIONS);
    assertThat(Limits.ARRAY_ELEMENTS).isEqualTo(1 << 30);
  }

  private static <E extends Enum<E>> String row(String what, Codes<E> codes, E[] constants) {
    List<String> entries = new ArrayList<>();
    for (E constant : constants) {
      ByteSink out = new ByteSink();
      codes.write(constant, out);
      entries.add(out.toBytes()[0] + " " + constant);
    }
    return "| " + what + " | " + String.join(", ", entries) + " |";
  }
}
