package io.dl4jcompact.binary.data;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class HashedNGramsTest {

  @ParameterizedTest
  @ValueSource(strings = {"Some text, some words.", "", "x", "Äpfel über Öl", "  a \t\n b  "})
  void countsAreThoseOfTheDefinition(String text) {
    INDArray actual = new HashedNGrams(1, 3, 61).extract(text.getBytes(UTF_8));

    String padded = (" " + text.toLowerCase() + " ").replaceAll("\\s+", " ");
    float[] expected = new float[61];
    for (int length = 1; length <= 3; length++) {
      for (int from = 0; from <= padded.length() - length; from++) {
        expected[bucket(padded.substring(from, from + length))]++;
      }
    }
    assertThat(actual.shape()).containsExactly(1, 61);
    if (!text.isEmpty()) {
      assertThat(actual.toFloatVector()).isEqualTo(expected);
    }
  }

  @Test
  void theHashIsFnv1a() {
    // The published 32-bit hash of "foobar" is bf9cf968.
    HashedNGrams features = new HashedNGrams(6, 6, Integer.MAX_VALUE / 1_000);
    INDArray counts = features.extract("xfoobarx".getBytes(UTF_8));
    int bucket = (int) (0xbf9cf968L % (Integer.MAX_VALUE / 1_000));
    assertThat(counts.getFloat(0, bucket)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0, 3, 10", "3, 2, 10", "1, 3, 0"})
  void sizesThatAreNoneAreRefused(int shortest, int longest, int buckets) {
    assertThatThrownBy(() -> new HashedNGrams(shortest, longest, buckets))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "%d..%d characters in %d buckets".formatted(shortest, longest, buckets));
  }

  @Test
  void bucketsThatFitNoMemoryAreRefused() {
    assertThatThrownBy(() -> new HashedNGrams(1, 3, Integer.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("HashedNGrams: 2147483647 buckets: ")
        .hasMessageContaining("1024 is usual");
  }

  @Test
  void aNetworkReadsThemAsARow() {
    assertThat(new HashedNGrams(1, 2, 9).inputType()).isEqualTo(InputType.feedForward(9));
  }

  /** FNV-1a in unbounded integers. */
  private static int bucket(String ngram) {
    BigInteger hash = BigInteger.valueOf(2_166_136_261L);
    for (byte b : ngram.getBytes(UTF_8)) {
      hash =
          hash.xor(BigInteger.valueOf(b & 0xff))
              .multiply(BigInteger.valueOf(16_777_619))
              .mod(BigInteger.TWO.pow(32));
    }
    return hash.mod(BigInteger.valueOf(61)).intValue();
  }
}
