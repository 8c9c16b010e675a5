package io.dl4jcompact.binary.data;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How often n-grams of characters occur in a text, in a fixed number of buckets. Shape [1,
 * buckets].
 *
 * <p>The text is made lower case, each run of white space becomes one space, and one is put at both
 * ends, so that n-grams know where words begin. An n-gram's bucket is the FNV-1a hash of its UTF-8
 * bytes, 32 bits, unsigned, modulo the buckets. Characters are UTF-16 units.
 *
 * @param shortest characters of the shortest n-grams, at least 1
 * @param longest characters of the longest n-grams
 * @param buckets at least 1
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-eastlake-fnv">The FNV hash</a>
 * @see <a href="https://arxiv.org/abs/0902.2206">Weinberger et al. 2009: feature hashing</a>
 */
public record HashedNGrams(int shortest, int longest, int buckets) implements FeatureExtractor {

  private static final int FNV_OFFSET = 0x811c9dc5;
  private static final int FNV_PRIME = 0x01000193;

  /**
   * @throws IllegalArgumentException if there is no bucket or no length of n-grams, or a row of
   *     buckets would be too large for memory
   */
  public HashedNGrams {
    if (shortest < 1 || longest < shortest || buckets < 1) {
      throw new IllegalArgumentException(
          "HashedNGrams: %d..%d characters in %d buckets, expected 1 <= shortest <= longest and at"
                  .formatted(shortest, longest, buckets)
              + " least 1 bucket; 1..3 in 1024 is usual");
    }
    SampleSize.require("HashedNGrams: %d buckets".formatted(buckets), buckets, "1024 is usual");
  }

  @Override
  public INDArray extract(byte[] content) {
    String text =
        " "
            + new String(content, StandardCharsets.UTF_8)
                .strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\s+", " ")
            + " ";
    float[] counts = new float[buckets];
    for (int length = shortest; length <= longest; length++) {
      for (int from = 0; from + length <= text.length(); from++) {
        counts[bucket(text.substring(from, from + length))]++;
      }
    }
    return Nd4j.create(counts, new int[] {1, buckets});
  }

  private int bucket(String ngram) {
    int hash = FNV_OFFSET;
    for (byte b : ngram.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return Integer.remainderUnsigned(hash, buckets);
  }

  @Override
  public InputType inputType() {
    return InputType.feedForward(buckets);
  }
}
