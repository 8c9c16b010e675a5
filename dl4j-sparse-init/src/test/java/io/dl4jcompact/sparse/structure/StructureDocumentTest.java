package io.dl4jcompact.sparse.structure;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.sparse.DensityRule;
import io.dl4jcompact.sparse.Sparsified;
import io.dl4jcompact.sparse.Sparsify;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** docs/sparse.md: its structures, and the names and fields that it tells. */
class StructureDocumentTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "sparse.md");

  @TempDir private Path directory;

  @Test
  void theExampleOfTheDocumentRuns() throws IOException {
    StructureLibrary library = StructureLibrary.open(directory);
    Structure structure =
        library
            .get("LeNet-300-100")
            .withName("LeNet-wide")
            .withWidth("fc1", 600)
            .addAfter("fc2", new DensePlan("fc2b", 50, true));
    StructureView view = new StructureView(structure, DensityRule.ERDOS_RENYI, 0.1);
    String table = view.text();
    String svg = view.edit(s -> s.remove("fc2")).picture();
    library.add(structure);
    MultiLayerConfiguration mlp = StructureConfigurations.list(structure, new Adam(1e-3), 42);
    Sparsified<MultiLayerConfiguration> sparseMlp =
        new Sparsify(0.1, 42).rule(DensityRule.ERDOS_RENYI).apply(mlp);

    assertThat(table).contains("fc2b");
    assertThat(svg).contains("fc2b").doesNotContain(">fc2<");
    assertThat(directory.resolve("MLP").resolve("LeNet-wide.json")).exists();
    assertThat(sparseMlp.connections()).isEqualTo(view.total().connections());
    MultiLayerNetwork network = new MultiLayerNetwork(sparseMlp.result());
    network.init();
    assertThat(network.output(Nd4j.zeros(DataType.FLOAT, 2, 784)).shape()).containsExactly(2, 10);
  }

  @Test
  void theFileOfTheDocumentIsRead() throws IOException {
    String text = Files.readString(DOCUMENT);
    String start = "```json\n{\n  \"version\"";
    int from = text.indexOf(start) + "```json\n".length();
    String json = text.substring(from, text.indexOf("```", from));
    Structure structure = StructureFile.parse("sparse.md", json.getBytes(StandardCharsets.UTF_8));
    assertThat(structure.depth()).isEqualTo(3);
    // The shortcut begins at 3 channels, so that it has a convolution; each has scales and shifts.
    assertThat(structure.parameters())
        .isEqualTo(3 * 16 * 9 + 32 + 16 * 16 * 9 + 32 + 3 * 16 + 32 + 17 * 10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "`dense`",
        "`convolution`",
        "`depthwise`",
        "`pooling`",
        "`patches`",
        "`encoder`",
        "`classToken`",
        "StructureLibrary",
        "StructureView",
        "StructureConfigurations"
      })
  void whatUsersNameIsInTheDocument(String name) throws IOException {
    assertThat(Files.readString(DOCUMENT)).contains(name);
  }
}
