package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResultFileTest {

  @TempDir private Path directory;

  @Test
  void aFileIsReplacedAsAWhole() throws IOException {
    Path file = Files.writeString(directory.resolve("result.zip"), "old");
    ResultFile.write(file, temporary -> Files.writeString(temporary, "new"));
    assertThat(file).hasContent("new");
    assertThat(directory).isDirectoryContaining(path -> path.equals(file));
  }

  @Test
  void aFullDiskLeavesTheOldFileAndNoOther() throws IOException {
    Path file = Files.writeString(directory.resolve("result.zip"), "old");
    assertThatThrownBy(
            () ->
                ResultFile.write(
                    file,
                    temporary -> {
                      Files.writeString(temporary, "half of it");
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("--out");
    assertThat(file).hasContent("old");
    assertThat(directory.toFile().list()).containsExactly("result.zip");
  }
}
