package io.dl4jcompact.runtime.kernel;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import io.dl4jcompact.runtime.graph.Weights;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * ±1 weights as bits, multiplied by vector instructions that every processor has: no population
 * count is needed but carry-save adders, after Harley and Seal.
 *
 * <p>A byte of a vector belongs to an output. For each byte of a row, the bytes of the {@value
 * #LANES} outputs of a block follow each other; the row's byte is met by all of them at once. So
 * sums never cross a vector.
 *
 * @see <a href="https://arxiv.org/abs/1611.07612">Muła, Kurz and Lemire 2016, section 4</a>
 */
final class VectorSignBlocks implements BitProduct {

  private static final VectorSpecies<Long> LONGS = VectorKernels.LONGS;
  private static final VectorSpecies<Integer> INTS = VectorKernels.INTS;

  private static final int LANES = SignBlocks.LANES;
  private static final int WIDTH = LONGS.length();
  private static final int VECTOR_BYTES = LONGS.vectorByteSize();

  /** Longs from the bytes of one element of a block to those of the next. */
  private static final int STRIDE = LANES / Long.BYTES;

  /**
   * Words of a row that are multiplied in one go: each adds up to 8 to a byte, and 31 · 8 fits it.
   * Their weights fit the first-level cache too.
   */
  private static final int CHUNK = 31;

  /** Words of the state of {@link #count}. */
  private static final int STATE = 4 * WIDTH;

  /** 32-bit parts of a vector. */
  private static final int PARTS = INTS.length();

  private static final long BYTE = 0xff;
  private static final long EVERY_BYTE = 0x0101010101010101L;
  private static final long PAIRS = 0x5555555555555555L;
  private static final long NIBBLES = 0x3333333333333333L;
  private static final long BYTES = 0x0f0f0f0f0f0f0f0fL;
  private static final long SHORTS = 0x0000ffff0000ffffL;
  private static final long EVEN_BYTES = 0x00ff00ff00ff00ffL;

  private final long[] words;
  private final int rowWords;
  private final int outputs;

  VectorSignBlocks(Weights.Signs weights, int outputs, BitRowLayout layout) {
    this.outputs = outputs;
    rowWords = layout.words();
    words = new long[Math.multiplyExact(blocks(), LANES * rowWords)];
    long[] rows = SignRows.of(weights, outputs, layout);
    for (int n = 0; n < outputs; n++) {
      int place = byteOf(n % LANES);
      for (int k = 0; k < rowWords * Long.BYTES; k++) {
        long bits = rows[n * rowWords + k / Long.BYTES] >>> (k * Byte.SIZE) & BYTE;
        int at = (n / LANES * rowWords * Long.BYTES + k) * STRIDE + place / Long.BYTES;
        words[at] |= bits << (place * Byte.SIZE);
      }
    }
  }

  /**
   * The byte that a lane has among those of its block. Each vector has its own range of lanes.
   * There, the bytes at the same place of all 32-bit parts have consecutive lanes, because {@link
   * #addBytes} takes those bytes at a time.
   */
  private static int byteOf(int lane) {
    int within = lane % VECTOR_BYTES;
    return lane - within + within % PARTS * Integer.BYTES + within / PARTS;
  }

  @Override
  public int blocks() {
    return SignBlocks.blocks(outputs);
  }

  @Override
  public int workingWords(int rows) {
    return STATE + Math.multiplyExact(rows, rowWords * Long.BYTES);
  }

  /** Spreads each byte of the rows over a word, from where it is broadcast. */
  @Override
  public void prepare(long[] rows, int from, int count, long[] working, int to) {
    int at = to + STATE;
    for (int k = from; k < from + count * rowWords; k++, at += Long.BYTES) {
      long word = rows[k];
      for (int i = 0; i < Long.BYTES; i++) {
        working[at + i] = (word >>> (i * Byte.SIZE) & BYTE) * EVERY_BYTE;
      }
    }
  }

  @Override
  public void addCommonOnes(
      int block, long[] rows, int from, int count, long[] working, int state, int[][] counts) {
    int lanes = SignBlocks.lanes(block, outputs);
    for (int first = 0; first < rowWords; first += CHUNK) {
      int chunk = Math.min(CHUNK, rowWords - first);
      int at = (block * rowWords + first) * LANES;
      for (int r = 0; r < count; r++) {
        int row = state + STATE + (r * rowWords + first) * Long.BYTES;
        for (int lane = 0; lane < lanes; lane += VECTOR_BYTES) {
          count(working, row, chunk, words, at + lane / Long.BYTES, state);
          countLeft(working, state);
          addBytes(working, state, counts[r], lane);
        }
      }
    }
  }

  /**
   * Counts common bits with a row's bytes: sets the state to the vectors of ones, twos and fours
   * that are left, and the bytes with the numbers of eights.
   *
   * <p>Written out: the compiler stops inlining methods other than the vectors' own when a method
   * has grown large, and where it calls, vectors become objects and all is fifty times slower.
   */
  private static void count(long[] a, int from, int chunk, long[] w, int at, int state) {
    LongVector ones = LongVector.zero(LONGS);
    LongVector twos = LongVector.zero(LONGS);
    LongVector fours = LongVector.zero(LONGS);
    LongVector eights = LongVector.zero(LONGS);
    for (int k = 0; k < chunk; k++) {
      int i = from + k * Long.BYTES;
      int j = at + k * Long.BYTES * STRIDE;
      LongVector b = common(a, i, w, j);
      LongVector c = common(a, i + 1, w, j + STRIDE);
      LongVector half = ones.lanewise(XOR, b);
      LongVector twosA = ones.and(b).or(half.and(c));
      ones = half.lanewise(XOR, c);

      b = common(a, i + 2, w, j + 2 * STRIDE);
      c = common(a, i + 3, w, j + 3 * STRIDE);
      half = ones.lanewise(XOR, b);
      LongVector twosB = ones.and(b).or(half.and(c));
      ones = half.lanewise(XOR, c);

      half = twos.lanewise(XOR, twosA);
      LongVector foursA = twos.and(twosA).or(half.and(twosB));
      twos = half.lanewise(XOR, twosB);

      b = common(a, i + 4, w, j + 4 * STRIDE);
      c = common(a, i + 5, w, j + 5 * STRIDE);
      half = ones.lanewise(XOR, b);
      twosA = ones.and(b).or(half.and(c));
      ones = half.lanewise(XOR, c);

      b = common(a, i + 6, w, j + 6 * STRIDE);
      c = common(a, i + 7, w, j + 7 * STRIDE);
      half = ones.lanewise(XOR, b);
      twosB = ones.and(b).or(half.and(c));
      ones = half.lanewise(XOR, c);

      half = twos.lanewise(XOR, twosA);
      LongVector foursB = twos.and(twosA).or(half.and(twosB));
      twos = half.lanewise(XOR, twosB);

      half = fours.lanewise(XOR, foursA);
      LongVector bits = fours.and(foursA).or(half.and(foursB));
      bits = bits.sub(bits.lanewise(LSHR, 1).and(PAIRS));
      bits = bits.and(NIBBLES).add(bits.lanewise(LSHR, 2).and(NIBBLES));
      eights = eights.add(bits.add(bits.lanewise(LSHR, 4)).and(BYTES));
      fours = half.lanewise(XOR, foursB);
    }
    ones.intoArray(a, state);
    twos.intoArray(a, state + WIDTH);
    fours.intoArray(a, state + 2 * WIDTH);
    eights.intoArray(a, state + 3 * WIDTH);
  }

  private static LongVector common(long[] a, int i, long[] w, int j) {
    return LongVector.fromArray(LONGS, w, j).and(LongVector.broadcast(LONGS, a[i]));
  }

  /** Sets the last vector of the state to the counts of the bits that the first three stand for. */
  private static void countLeft(long[] state, int at) {
    LongVector low = bitCounts(LongVector.fromArray(LONGS, state, at + 2 * WIDTH));
    low = low.add(low).add(bitCounts(LongVector.fromArray(LONGS, state, at + WIDTH)));
    low = low.add(low).add(bitCounts(LongVector.fromArray(LONGS, state, at)));
    low.intoArray(state, at);
  }

  /** The number of bits of each byte. */
  private static LongVector bitCounts(LongVector v) {
    LongVector pairs = v.sub(v.lanewise(LSHR, 1).and(PAIRS));
    LongVector nibbles = pairs.and(NIBBLES).add(pairs.lanewise(LSHR, 2).and(NIBBLES));
    return nibbles.add(nibbles.lanewise(LSHR, 4)).and(BYTES);
  }

  /** Adds eights and what else was left to the counts. */
  private static void addBytes(long[] state, int at, int[] counts, int to) {
    LongVector low = LongVector.fromArray(LONGS, state, at);
    LongVector eights = LongVector.fromArray(LONGS, state, at + 3 * WIDTH);
    LongVector even = shorts(eights, low);
    LongVector odd = shorts(eights.lanewise(LSHR, Byte.SIZE), low.lanewise(LSHR, Byte.SIZE));
    addInts(even.and(SHORTS), counts, to);
    addInts(odd.and(SHORTS), counts, to + PARTS);
    addInts(even.lanewise(LSHR, Short.SIZE).and(SHORTS), counts, to + 2 * PARTS);
    addInts(odd.lanewise(LSHR, Short.SIZE).and(SHORTS), counts, to + 3 * PARTS);
  }

  private static LongVector shorts(LongVector eights, LongVector low) {
    return eights.and(EVEN_BYTES).lanewise(LSHL, 3).add(low.and(EVEN_BYTES));
  }

  private static void addInts(LongVector sums, int[] counts, int to) {
    IntVector.fromArray(INTS, counts, to).add(sums.reinterpretAsInts()).intoArray(counts, to);
  }
}
