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
  @ValueSource(strings = {"tiny.d4c", "every-operation.d4c"})
  void aFileOfFormat1_0IsReadAsItWasMeant(String name) throws IOException {
    try (InputStream in = open(name)) {
      Bytes.requireEqual(D4c.read(in), GoldenFiles.MODELS.get(name));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tiny.d4c", "every-operation.d4c"})
  void theSameModelIsStillWrittenAsTheSameBytes(String name) throws IOException {
    try (InputStream in = open(name)) {
      assertThat(Bytes.of(GoldenFiles.MODELS.get(name))).isEqualTo(in.readAllBytes());
    }
  }

  @Test
  void theGoldenFileHasEveryOperationOfFormat1_0() {
    Set<Class<?>> found = new HashSet<>();
    SampleModels.everyOperation().graph().nodes().forEach(node -> found.add(node.op().getClass()));

    assertThat(OpCode.values())
        .allMatch(entry -> entry.code() > 17 || found.contains(entry.type()));
  }

  private static InputStream open(String name) {
    InputStream in = GoldenFileTest.class.getResourceAsStream("/golden/1.0/" + name);
    assertThat(in).as("golden file " + name).isNotNull();
    return in;
  }
}
