package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.examples.data.Dataset;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgreementTest {

  @TempDir private Path directory;

  /** Two images, of the classes 3 and 1. */
  private static float[] values() {
    float[] values = new float[2 * Dataset.CLASSES];
    values[2] = 1e-9f;
    values[3] = 1;
    values[11] = 0.75f;
    values[12] = 0.25f;
    return values;
  }

  @Test
  void equalOutputsDoNotDiffer() {
    Outputs outputs = new Outputs(values());
    assertThat(outputs.classes()).containsExactly(3, 1);
    assertThat(Agreement.of(outputs, outputs)).isEqualTo(new Agreement(2, 2, 0));
  }

  @Test
  void smallOutputsCountAsMuchAsLargeOnes() {
    float[] other = values();
    other[2] = 1.5e-9f;
    other[3] = 0.9f;

    Agreement agreement = Agreement.of(new Outputs(other), new Outputs(values()));

    assertThat(agreement.sameClass()).isEqualTo(2);
    assertThat(agreement.largestDifference()).isCloseTo(0.5, within(1e-6));
  }

  @Test
  void anotherClassIsCounted() {
    float[] other = values();
    other[12] = 0.8f;
    assertThat(Agreement.of(new Outputs(other), new Outputs(values())).sameClass()).isEqualTo(1);
  }

  @Test
  void whatIsZeroInOneOnlyDiffersInfinitely() {
    float[] other = values();
    other[5] = Float.MIN_VALUE;
    assertThat(Agreement.of(new Outputs(other), new Outputs(values())).largestDifference())
        .isInfinite();
  }

  @Test
  void outputsOfOtherImagesAreRefused() {
    assertThatThrownBy(() -> Agreement.of(new Outputs(values()), new Outputs(new float[10])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("20 outputs");
  }

  @Test
  void aFileKeepsEveryBit() throws IOException {
    float[] values = values();
    values[7] = Float.MIN_VALUE;
    Path file = directory.resolve("outputs.bin");
    new Outputs(values).write(file);
    assertThat(Outputs.read(file).values()).isEqualTo(values);
  }
}
