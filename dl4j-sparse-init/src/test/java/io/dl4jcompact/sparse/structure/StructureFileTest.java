package io.dl4jcompact.sparse.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Structures as files. */
class StructureFileTest {

  private static final Path RESOURCES =
      Path.of("src/main/resources/io/dl4jcompact/sparse/structure");

  private static final String GOOD =
      """
      {
        "version": 1, "type": "T", "name": "n", "input": [3, 8, 8],
        "layers": [
          {"kind": "convolution", "name": "a", "nOut": 4, "kernel": 3},
          {"kind": "pooling", "name": "b", "pooling": "max", "kernel": 2, "stride": 2},
          {"kind": "dense", "name": "c", "nOut": 2, "bias": false}
        ]
      }
      """;

  @TempDir private Path directory;

  static Stream<String> resources() throws IOException {
    try (Stream<Path> files = Files.list(RESOURCES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json"))
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("resources")
  void builtInFilesAreListedAndWrittenAsTheyAreRead(String name) throws IOException {
    Structure structure = StructureFile.read(RESOURCES.resolve(name));
    assertThat(name).isEqualTo(structure.name() + ".json");
    assertThat(StructureLibrary.builtIn()).contains(structure);
    Path written = directory.resolve(name);
    StructureFile.write(structure, written);
    assertThat(written).hasSameTextualContentAs(RESOURCES.resolve(name));
    assertThat(StructureFile.read(written)).isEqualTo(structure);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"version\": 1, | | version is missing, expected a whole number",
        "\"version\": 1 | \"version\": 2 | version is 2, expected 1 to 1",
        "\"T\" | 7 | type is 7, expected a text",
        "\"T\" | \"../T\" | type is \"../T\", expected 1 to 64 letters",
        "\"n\" | \"\" | name is \"\", expected 1 to 64 letters",
        "[3, 8, 8] | [3, 8] | input has 2 lengths, expected [neurons] or [channels, height, width]",
        "[3, 8, 8] | [3, 0, 8] | input is 0, expected 1 to 1048576",
        "[3, 8, 8] | [3, 8.5, 8] | input is [3,8.5,8], expected a list of whole numbers",
        "\"kernel\": 3 | \"kernel\": 0 | layers[0].kernel is 0, expected 1 to 1024",
        "\"kernel\": 3 | \"kernel\": \"3\" | layers[0].kernel is \"3\", expected a whole number",
        "\"kernel\": 3 | \"size\": 3 | layers[0].kernel is missing, expected a whole number",
        "\"kernel\": 3 | \"kernel\": 3, \"q\": 1 | layers[0].q is not known, expected only [batchNorm,",
        "\"nOut\": 4 | \"nOut\": 4e9 | layers[0].nOut is 4.0E9, expected a whole number",
        "\"nOut\": 4 | \"nOut\": 9999999999 | layers[0].nOut is 9999999999, expected a whole number",
        "\"max\" | \"sum\" | layers[1].pooling is \"sum\", expected max or average",
        "\"dense\" | \"lstm\" | layers[2].kind is \"lstm\", expected dense, convolution",
        "false | 0 | layers[2].bias is 0, expected true or false",
        "\"c\" | \"a\" | layer \"a\" (dense): its name is that of another layer",
        "\"stride\": 2 | \"stride\": 2, \"stride\": 3 | Duplicate field 'stride', line 5",
        "\"kernel\": 2 | \"kernel\": 9 | layer \"b\" (pooling): kernel is 9, expected at most 6",
        "] } | ] | is not JSON, expected a structure",
        "] } | ] } {} | is not JSON, expected a structure"
      })
  void badFilesAreRefusedWithFileFieldAndExpectation(String good, String bad, String message)
      throws IOException {
    String text = GOOD.replaceAll("\\]\\s+\\}", "] }");
    assertThat(text).contains(good);
    Path file = directory.resolve("bad.json");
    Files.writeString(file, text.replace(good, bad == null ? "" : bad));
    assertThatIOException()
        .isThrownBy(() -> StructureFile.read(file))
        .withMessageContaining(file.toString())
        .withMessageContaining(message);
  }

  @Test
  void deepNestingIsRefusedWithoutAStackOfItsDepth() throws IOException {
    Path file = directory.resolve("bad.json");
    Files.writeString(file, "[".repeat(1_000_000));
    assertThatIOException()
        .isThrownBy(() -> StructureFile.read(file))
        .withMessageContaining(file + ": line 1 has lists or objects in each other at 4 levels");
  }

  @Test
  void filesThatAreTooBigAreRefusedUnread() throws IOException {
    Path file = directory.resolve("bad.json");
    Files.write(file, new byte[(4 << 20) + 1]);
    assertThatIOException()
        .isThrownBy(() -> StructureFile.read(file))
        .withMessageContaining(
            file + " has 4194305 bytes, expected a structure of at most 4194304");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | the file is [], expected an object",
        "`` | the file is missing, expected an object",
        "{\"version\":1,\"type\":\"T\",\"name\":\"n\",\"input\":[3],\"layers\":[]} | number of layers is 0",
        "{\"version\":1,\"type\":\"T\",\"name\":\"n\",\"input\":[3],\"layers\":[3]} | layers[0] is 3, expected",
        "{\"version\":1,\"type\":\"T\",\"name\":\"n\",\"input\":3,\"layers\":[]} | input is 3, expected a list"
      })
  void otherFilesAreRefused(String text, String message) throws IOException {
    Path file = directory.resolve("bad.json");
    Files.writeString(file, text);
    assertThatIOException()
        .isThrownBy(() -> StructureFile.read(file))
        .withMessageContaining(file.toString())
        .withMessageContaining(message);
  }
}
