package io.dl4jcompact.binary.packed;

import java.util.Arrays;

/**
 * Sums of integers in planes of bits times ±1, where sums are short and there are many of them:
 *
 * <pre> Σ_r q_r · e(v_ri) = 2 · Σ_k factor(k) · |plane_k ∧ v_i| - Σ_r q_r </pre>
 *
 * <p>A loop is over the columns i, with a word of each column in an array of its own: that is what
 * the compiler makes vectors of, with a population count in each lane where the processor has it.
 */
final class PlaneProduct {

  /** Words of a row that one loop takes. */
  private static final int STEP = 4;

  /** Words whose columns stay in the cache while all rows meet them. */
  private static final int BLOCK = 16;

  private final int[][] words;
  private final int columns;

  /**
   * @param bits v, [i][r], each i in whole words
   * @param length how many r there are
   * @param columns how many i there are
   */
  PlaneProduct(long[] bits, int length, int columns) {
    this.columns = columns;
    int stride = BitBlocks.words(length);
    words = new int[rowWords(length)][columns];
    for (int w = 0; w < 2 * stride; w++) {
      int[] to = words[w];
      int shift = w % 2 * Integer.SIZE;
      for (int i = 0; i < columns; i++) {
        to[i] = (int) (bits[i * stride + w / 2] >>> shift);
      }
    }
  }

  /** Number of columns. */
  int columns() {
    return columns;
  }

  /** Words of 32 bits that so many bits take here: whole steps of the loop. */
  private static int rowWords(int length) {
    return (2 * BitBlocks.words(length) + STEP - 1) / STEP * STEP;
  }

  /**
   * Rows of words of 64 bits in the form that {@link #run} takes.
   *
   * @param count number of rows
   * @param length bits of a row, as of a column
   */
  static int[] rows(long[] bits, int count, int length) {
    int stride = BitBlocks.words(length);
    int words = rowWords(length);
    int[] rows = new int[Math.multiplyExact(count, words)];
    for (int j = 0; j < count; j++) {
      for (int w = 0; w < stride; w++) {
        long word = bits[j * stride + w];
        rows[j * words + 2 * w] = (int) word;
        rows[j * words + 2 * w + 1] = (int) (word >>> Integer.SIZE);
      }
    }
    return rows;
  }

  /**
   * Writes the sums of some rows of integers.
   *
   * @param planes for each plane, the words of all rows, by {@link #rows}
   * @param first the first row
   * @param sums an array for each row; its number says how many rows
   * @param totals Σ_r q_r of each row, from the first on
   */
  void run(int[][] planes, int first, int[][] sums, int[] totals) {
    for (int[] sum : sums) {
      Arrays.fill(sum, 0);
    }
    add(planes, first, sums);
    for (int j = 0; j < sums.length; j++) {
      finish(sums[j], totals[first + j]);
    }
  }

  /** Adds Σ_k factor(k) · |plane_k ∧ v_i| of some rows, which {@link #finish} makes sums of. */
  void add(int[][] planes, int first, int[][] sums) {
    for (int block = 0; block < words.length; block += BLOCK) {
      int end = Math.min(words.length, block + BLOCK);
      for (int j = 0; j < sums.length; j++) {
        int row = (first + j) * words.length;
        for (int k = 0; k < planes.length; k++) {
          add(planes[k], row, block, end, k, k == planes.length - 1, sums[j]);
        }
      }
    }
  }

  private void add(
      int[] plane, int at, int from, int end, int shift, boolean negative, int[] sums) {
    for (int w = from; w < end; w += STEP) {
      int a = plane[at + w];
      int b = plane[at + w + 1];
      int c = plane[at + w + 2];
      int d = plane[at + w + 3];
      if ((a | b | c | d) == 0) {
        continue;
      }
      if (negative) {
        subtract(words[w], words[w + 1], words[w + 2], words[w + 3], a, b, c, d, shift, sums);
      } else {
        add(words[w], words[w + 1], words[w + 2], words[w + 3], a, b, c, d, shift, sums);
      }
    }
  }

  private static void add(
      int[] v, int[] w, int[] x, int[] y, int a, int b, int c, int d, int shift, int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] +=
          (Integer.bitCount(a & v[i])
                  + Integer.bitCount(b & w[i])
                  + Integer.bitCount(c & x[i])
                  + Integer.bitCount(d & y[i]))
              << shift;
    }
  }

  private static void subtract(
      int[] v, int[] w, int[] x, int[] y, int a, int b, int c, int d, int shift, int[] sums) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] -=
          (Integer.bitCount(a & v[i])
                  + Integer.bitCount(b & w[i])
                  + Integer.bitCount(c & x[i])
                  + Integer.bitCount(d & y[i]))
              << shift;
    }
  }

  /**
   * Makes sums of what {@link #add} added up.
   *
   * @param total Σ_r q_r
   */
  static void finish(int[] sums, int total) {
    for (int i = 0; i < sums.length; i++) {
      sums[i] = 2 * sums[i] - total;
    }
  }
}
