package io.dl4jcompact.sparse.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A search whose process is killed gives what one without a stop gives. */
@Tag("slow")
class KilledSearchTest {

  @TempDir private Path directory;

  /** Of the first and the last of eight draws in the first round. */
  @ParameterizedTest
  @ValueSource(ints = {0, 7})
  void endsWithTheSameNetwork(int draw) throws IOException, InterruptedException {
    Path killed = directory.resolve("killed");
    Path log = directory.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SearchTask.class.getName(),
                killed.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      while (!Files.exists(killed.resolve("draw-" + draw + "-round-0.zip"))) {
        assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
        Thread.sleep(1);
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(killed.resolve("draws.txt")).doesNotExist();

    MaskSearchResult<MultiLayerNetwork> resumed = run(killed);

    MaskSearchResult<MultiLayerNetwork> whole = run(directory.resolve("whole"));
    assertThat(resumed.draws()).isEqualTo(whole.draws());
    assertThat(resumed.network().params()).isEqualTo(whole.network().params());
  }

  private static MaskSearchResult<MultiLayerNetwork> run(Path directory) throws IOException {
    return SearchTask.killable(directory)
        .run(SearchTask.list(), SearchTask::training, SearchTask::validation);
  }
}
