package io.dl4jcompact.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.TensorType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactModelFileTest {

  @TempDir Path directory;

  @Test
  void aSavedModelPredictsAsBefore() throws IOException {
    Path file = directory.resolve("model.d4c");

    model().save(file);
    CompactModel loaded = CompactModel.load(file);

    assertThat(loaded.predict(new float[] {1, 2, 3})).containsExactly(1, 3, 5);
    assertThat(loaded.info()).isEqualTo(model().info());
  }

  @Test
  void aStreamHoldsWhatAFileHolds() throws IOException {
    Path file = directory.resolve("model.d4c");
    ByteArrayOutputStream out = new ByteArrayOutputStream();

    model().save(file);
    model().write(out);

    assertThat(out.toByteArray()).isEqualTo(Files.readAllBytes(file));
    CompactModel read = CompactModel.read(new ByteArrayInputStream(out.toByteArray()));
    assertThat(read.graph().nodes()).isEqualTo(model().graph().nodes());
    assertThat(read.labels()).containsExactly("a", "b", "c");
  }

  @Test
  void aForeignFileIsRefusedByName() throws IOException {
    Path file = Files.writeString(directory.resolve("model.d4c"), "no model");

    assertThatThrownBy(() -> CompactModel.load(file))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith(file + " is not a dl4j-compact model (.d4c): ");
  }

  /** y = 2x - 1. */
  private static CompactModel model() {
    Node input = new Node("x", "", new Input(TensorType.vector(3)), List.of());
    Affine affine = new Affine(Floats.NONE, Floats.of(2), Floats.of(-1));
    Node output = new Node("y", "line", affine, List.of("x"));
    ModelInfo info = new ModelInfo("line", List.of("a", "b", "c"), Map.of("seed", "3"));
    return new CompactModel(new Graph(List.of(input, output), List.of("y")), info);
  }
}
