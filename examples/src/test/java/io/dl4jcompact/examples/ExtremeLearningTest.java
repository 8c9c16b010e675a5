package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.binary.elm.ExtremeLearningMachine;
import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.examples.data.ImageSet;
import io.dl4jcompact.examples.data.Split;
import io.dl4jcompact.quantizer.Identity;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class ExtremeLearningTest {

  private static ImageSet images(Split split) throws IOException {
    Dataset dataset = Dataset.FASHION_MNIST;
    return dataset.read(dataset.files(split, Optional.empty()));
  }

  static Stream<ExtremeLearningMachine> machines() {
    ExtremeLearningMachine machine = new ExtremeLearningMachine(150).seed(1);
    return Stream.of(machine, machine.oneBit(new Identity()));
  }

  @ParameterizedTest
  @MethodSource("machines")
  void aHundredAndFiftyNodesLearnRealImagesInOnePass(ExtremeLearningMachine machine)
      throws IOException {
    MultiLayerNetwork network =
        machine.fit(new ExistingDataSetIterator(new ImageBatches(images(Split.TRAIN), 500)));

    assertThat(
            network
                .evaluate(new ExistingDataSetIterator(new ImageBatches(images(Split.TEST), 500)))
                .accuracy())
        .isGreaterThan(0.7);
  }

  @Test
  @Tag("slow")
  void theProgramFitsAllThreeForms() {
    StringWriter out = new StringWriter();
    CommandLine command = ExtremeLearning.commandLine();
    command.setOut(new PrintWriter(out));

    assertThat(command.execute("--hidden", "300")).isZero();

    assertThat(out.toString()).contains("float pixels", "one-bit pixels");
    out.toString()
        .lines()
        .skip(2)
        .filter(line -> !line.isBlank())
        .forEach(
            line -> assertThat(line).containsPattern("(7|8)\\d\\.\\d\\d % .* (7|8)\\d\\.\\d\\d %"));
  }

  @Test
  void wrongOptionsAreExplained() {
    StringWriter err = new StringWriter();
    CommandLine command = ExtremeLearning.commandLine();
    command.setErr(new PrintWriter(err));
    assertThat(command.execute("--hidden", "0")).isEqualTo(2);
    assertThat(err.toString()).contains("--hidden must be at least 1");
  }
}
