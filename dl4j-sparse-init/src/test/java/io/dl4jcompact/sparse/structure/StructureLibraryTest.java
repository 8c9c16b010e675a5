package io.dl4jcompact.sparse.structure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StructureLibraryTest {

  @TempDir private Path directory;

  private static Structure mine(String type, String name, int width) {
    return new Structure(
        type,
        name,
        SignalShape.vector(20),
        List.of(new DensePlan("x", width, true), new DensePlan("y", 3, true)));
  }

  private StructureLibrary open() throws IOException {
    return StructureLibrary.open(directory.resolve("library"));
  }

  @Test
  void builtInStructuresHaveTypesAndDepths() throws IOException {
    StructureLibrary library = open();
    assertThat(library.types()).containsExactly("MLP", "LeNet", "VGG", "ResNet", "ViT");
    assertThat(library.find("VGG", 16))
        .extracting(Structure::name)
        .containsExactly("VGG-16", "VGG-16-CIFAR", "VGG-16-CIFAR-half");
    assertThat(library.find("VGG", 12)).isEmpty();
    assertThat(library.find("Recurrent")).isEmpty();
    assertThat(library.get("lenet-300-100").depth()).isEqualTo(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> library.get("VGG-12"))
        .withMessageContaining("\"VGG-12\", expected one of [LeNet-300-100, ");
  }

  @Test
  void builtInStructuresDifferFromEachOther() {
    for (Structure structure : StructureLibrary.builtIn()) {
      assertThat(StructureLibrary.builtIn().stream().filter(structure::sameAs)).hasSize(1);
    }
  }

  @Test
  void whatIsAddedStays() throws IOException {
    StructureLibrary library = open();
    Structure added = mine("Recurrent", "Mine 1", 5);
    assertThat(library.add(added)).isSameAs(added);
    assertThat(library.types()).last().isEqualTo("Recurrent");
    assertThat(open().find("Recurrent", 2)).containsExactly(added);
    assertThat(StructureFile.read(directory.resolve("library/Recurrent/Mine 1.json")))
        .isEqualTo(added);
    try (Stream<Path> files = Files.walk(directory).filter(Files::isRegularFile)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void anEqualStructureIsRecognisedWhateverItsNames() throws IOException {
    StructureLibrary library = open();
    Structure first = library.add(mine("MLP", "first", 5));
    Structure renamed =
        new Structure(
            "Other",
            "second",
            SignalShape.vector(20),
            List.of(new DensePlan("p", 5, true), new DensePlan("q", 3, true)));
    assertThat(library.add(renamed)).isEqualTo(first);
    assertThat(library.types()).doesNotContain("Other");
    assertThat(library.find(renamed)).contains(first);
    assertThat(library.find(mine("MLP", "first", 6))).isEmpty();
    Structure builtIn = library.get("VGG-11");
    assertThat(library.add(builtIn.withName("mine").withType("Mine"))).isEqualTo(builtIn);
    assertThat(open().structures()).hasSize(StructureLibrary.builtIn().size() + 1);
  }

  @Test
  void aNameThatIsTakenIsRefused() throws IOException {
    StructureLibrary library = open();
    library.add(mine("MLP", "first", 5));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> library.add(mine("Other", "FIRST", 6)))
        .withMessageContaining("\"FIRST\" has other layers");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> library.add(mine("MLP", "vgg-16", 6)))
        .withMessageContaining("expected another name");
    assertThat(open().get("first")).isEqualTo(mine("MLP", "first", 5));
  }

  @Test
  void whatAnotherAddsIsSeenBeforeAdding() throws IOException {
    StructureLibrary one = open();
    StructureLibrary other = open();
    Structure first = one.add(mine("MLP", "first", 5));
    assertThat(other.add(mine("MLP", "second", 5))).isEqualTo(first);
    assertThatIllegalArgumentException().isThrownBy(() -> other.add(mine("MLP", "first", 6)));
  }

  @Test
  void filesPutThereByHandAreReadAndBadOnesNamed() throws IOException {
    StructureFile.write(
        mine("T", "n", 4),
        Files.createDirectories(directory.resolve("library")).resolve("any.json"));
    assertThat(open().get("n").type()).isEqualTo("T");
    Path taken = directory.resolve("library/taken.json");
    StructureFile.write(mine("T", "VGG-16", 4), taken);
    assertThatIOException()
        .isThrownBy(this::open)
        .withMessageContaining(taken.toString())
        .withMessageContaining("name is \"VGG-16\"");
    Files.writeString(taken, "{}");
    assertThatIOException()
        .isThrownBy(this::open)
        .withMessageContaining(taken + ": version is missing");
  }
}
