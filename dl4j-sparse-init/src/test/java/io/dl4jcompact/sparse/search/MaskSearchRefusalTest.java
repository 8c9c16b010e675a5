package io.dl4jcompact.sparse.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dl4jcompact.sparse.Sparsify;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What searches do not take. */
class MaskSearchRefusalTest {

  private static final Sparsify SPARSIFY = new Sparsify(0.3, 20);

  @TempDir private Path directory;

  private MaskSearch search(String name, int draws) {
    return new MaskSearch(SPARSIFY, draws, directory.resolve(name));
  }

  private static MaskSearchResult<MultiLayerNetwork> run(MaskSearch search) throws IOException {
    return search.run(SearchTask.list(), SearchTask::training, SearchTask::validation);
  }

  @Test
  void otherSearchesInTheDirectoryAreRefused() throws IOException {
    run(search("a", 2));

    for (MaskSearch other :
        List.of(
            search("a", 3),
            search("a", 2).epochs(2),
            search("a", 2).iterations(1),
            search("a", 2).halving(2),
            new MaskSearch(SPARSIFY.seed(3), 2, directory.resolve("a")))) {
      assertThatExceptionOfType(IOException.class)
          .isThrownBy(() -> run(other))
          .withMessageContaining("keeps a search of another network or with other settings");
    }
    // Threads change nothing.
    assertThat(run(search("a", 2).threads(2)).draws()).hasSize(2);
  }

  @Test
  void scoresThatCannotBeReadAreNamed() throws IOException {
    MaskSearch search = search("a", 2);
    run(search);
    Files.writeString(directory.resolve("a/draw-1.txt"), "72\nmany\n");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> run(search))
        .withMessageContaining("draw-1.txt cannot be read");
  }

  @Test
  void badSettingsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> search("a", 0))
        .withMessage("MaskSearch: the number of draws is 0, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> search("a", 1).epochs(0))
        .withMessage("MaskSearch: the budget is 0 epochs, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> search("a", 1).halving(1))
        .withMessage("MaskSearch: halving is 1, expected at least 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> search("a", 1).threads(0))
        .withMessage("MaskSearch: the number of threads is 0, expected at least 1");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                search("a", 1)
                    .run(
                        SearchTask.list(),
                        () -> new ExistingDataSetIterator(List.of()),
                        SearchTask::validation))
        .withMessageContaining("the training data have 0 minibatches");
  }
}
