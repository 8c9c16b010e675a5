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
   * <p>Written out: the compiler does not inline methods other than the vectors' own into a large
   * method, or if it has compiled them before; and where it calls, vectors become objects and all
   * is fifty times slower. So no method takes or gives a vector.
   */
  private static void count(long[] a, int from, int chunk, long[] w, int at, int state) {
    LongVector ones = LongVector.zero(LONGS);
    LongVector twos = LongVector.zero(LONGS);
    LongVector fours = LongVector.zero(LONGS);
    LongVector eights = LongVector.zero(LONGS);
    for (int k = 0; k < chunk; k++) {
      int i = from + k * Long.BYTES;
      int j = at + k * Long.BYTES * STRIDE;
      LongVector b = LongVector.fromArray(LONGS, w, j).and(LongVector.broadcast(LONGS, a[i]));
      LongVector c =
          LongVector.fromArray(LONGS, w, j + STRIDE).and(LongVector.broadcast(LONGS, a[i + 1]));
      LongVector half = ones.lanewise(XOR, b);
      LongVector twosA = ones.and(b).or(half.and(c));
      ones = half.lanewise(XOR, c);

      b = LongVector.fromArray(LONGS, w, j + 2 * STRIDE).and(LongVector.broadcast(LONGS, a[i + 2]));
      c = LongVector.fromArray(LONGS, w, j + 3 * STRIDE).and(LongVector.broadcast(LONGS, a[i + 3]));
      half = ones.lanewise(XOR, b);
      LongVector twosB = ones.and(b).or(half.and(c));
      ones = half.lanewise(XOR, c);

      half = twos.lanewise(XOR, twosA);
      LongVector foursA = twos.and(twosA).or(half.and(twosB));
      twos = half.lanewise(XOR, twosB);

      b = LongVector.fromArray(LONGS, w, j + 4 * STRIDE).and(LongVector.broadcast(LONGS, a[i + 4]));
      c = LongVector.fromArray(LONGS, w, j + 5 * STRIDE).and(LongVector.broadcast(LONGS, a[i + 5]));
      half = ones.lanewise(XOR, b);
      twosA = ones.and(b).or(half.and(c));
      ones = half.lanewise(XOR, c);

      b = LongVector.fromArray(LONGS, w, j + 6 * STRIDE).and(LongVector.broadcast(LONGS, a[i + 6]));
      c = LongVector.fromArray(LONGS, w, j + 7 * STRIDE).and(LongVector.broadcast(LONGS, a[i + 7]));
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

  /**
   * Sets the first vector of the state to the counts of the bits that the first three stand for.
   */
  private static void countLeft(long[] state, int at) {
    LongVector low = LongVector.zero(LONGS);
    for (int i = 2; i >= 0; i--) {
      LongVector bits = LongVector.fromArray(LONGS, state, at + i * WIDTH);
      bits = bits.sub(bits.lanewise(LSHR, 1).and(PAIRS));
      bits = bits.and(NIBBLES).add(bits.lanewise(LSHR, 2).and(NIBBLES));
      low = low.add(low).add(bits.add(bits.lanewise(LSHR, 4)).and(BYTES));
    }
    low.intoArray(state, at);
  }

  /** Adds eights and what else was left to the counts. */
  private static void addBytes(long[] state, int at, int[] counts, int to) {
    LongVector low = LongVector.fromArray(LONGS, state, at);
    LongVector eights = LongVector.fromArray(LONGS, state, at + 3 * WIDTH);
    LongVector even = eights.and(EVEN_BYTES).lanewise(LSHL, 3).add(low.and(EVEN_BYTES));
    eights = eights.lanewise(LSHR, Byte.SIZE);
    low = low.lanewise(LSHR, Byte.SIZE);
    LongVector odd = eights.and(EVEN_BYTES).lanewise(LSHL, 3).add(low.and(EVEN_BYTES));
    IntVector a = even.and(SHORTS).reinterpretAsInts();
    IntVector b = odd.and(SHORTS).reinterpretAsInts();
    IntVector c = even.lanewise(LSHR, Short.SIZE).and(SHORTS).reinterpretAsInts();
    IntVector d = odd.lanewise(LSHR, Short.SIZE).and(SHORTS).reinterpretAsInts();
    a.add(IntVector.fromArray(INTS, counts, to)).intoArray(counts, to);
    b.add(IntVector.fromArray(INTS, counts, to + PARTS)).intoArray(counts, to + PARTS);
    c.add(IntVector.fromArray(INTS, counts, to + 2 * PARTS)).intoArray(counts, to + 2 * PARTS);
    d.add(IntVector.fromArray(INTS, counts, to + 3 * PARTS)).intoArray(counts, to + 3 * PARTS);
  }
}
