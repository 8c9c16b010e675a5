package io.dl4jcompact.runtime.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of released versions, which every later version reads. */
class GoldenFileTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0/tiny.d4c",
        "1.0/every-operation.d4c",
        "1.1/int8.d4c",
        "1.2/sparse.d4c",
        "1.2/offsets.d4c",
        "1.2/sparse-int8.d4c"
      })
  void aFileIsReadAsItWasMeant(String name) throws IOException {
    try (InputStream in = open(name)) {
      Bytes.requireEqual(D4c.read(in), GoldenFiles.MODELS.get(name));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.0/tiny.d4c",
        "1.0/every-operation.d4c",
        "1.1/int8.d4c",
        "1.2/sparse.d4c",
        "1.2/offsets.d4c",
        "1.2/sparse-int8.d4c"
      })
  void theSameModelIsStillWrittenAsTheSameBytes(String name) throws IOException {
    try (InputStream in = open(name)) {
      assertThat(Bytes.of(GoldenFiles.MODELS.get(name))).isEqualTo(in.readAllBytes());
    }
  }

  @Test
  void theGoldenFileHasEveryOperationOfFormat1_0() {
    Set<Class<?>> found = operations(SampleModels.everyOperation());

    assertThat(OpCode.values())
        .allMatch(entry -> entry.code() > 17 || found.contains(entry.type()));
  }

  @Test
  void theGoldenFileHasEveryOperationOfFormat1_1() {
    Set<Class<?>> found = operations(SampleModels.int8());

    assertThat(OpCode.values())
        .allMatch(entry -> entry.code() < 18 || entry.code() > 22 || found.contains(entry.type()));
  }

  /** Readers of format 1.0 read what has nothing of 1.1. */
  @Test
  void aFileIsOfTheLeastVersionThatHasItsOperations() throws IOException {
    int minorVersion = 10;

    assertThat(Bytes.of(SampleModels.everyOperation())[minorVersion]).isEqualTo((byte) 0);
    assertThat(Bytes.of(SampleModels.int8())[minorVersion]).isEqualTo((byte) 1);
    assertThat(Bytes.of(SampleModels.sparse())[minorVersion]).isEqualTo((byte) 2);
    assertThat(Bytes.of(SampleModels.offsets())[minorVersion]).isEqualTo((byte) 2);
    assertThat(Bytes.of(SampleModels.sparseInt8())[minorVersion]).isEqualTo((byte) 2);
  }

  private static Set<Class<?>> operations(Contents model) {
    Set<Class<?>> found = new HashSet<>();
    model.graph().nodes().forEach(node -> found.add(node.op().getClass()));
    return found;
  }

  private static InputStream open(String name) {
    InputStream in = GoldenFileTest.class.getResourceAsStream("/golden/" + name);
    assertThat(in).as("golden file " + name).isNotNull();
    return in;
  }
}
