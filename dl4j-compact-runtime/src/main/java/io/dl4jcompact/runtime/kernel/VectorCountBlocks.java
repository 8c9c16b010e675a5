package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Weights;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * ±1 weights as bits, multiplied with the vector instruction that counts bits. Processors have it
 * together with 512-bit vectors, but for the first generations, where the JVM puts a few others in
 * its place.
 *
 * <p>A 32-bit part of a vector belongs to an output: for each 32 bits of a row, those of the
 * {@value #LANES} outputs of a block follow each other.
 */
final class VectorCountBlocks implements BitProduct {

  private static final VectorSpecies<Integer> INTS = VectorKernels.INTS;
  private static final int LANES = SignBlocks.LANES;
  private static final int WIDTH = INTS.length();
  private static final int AVX_512 = 512;

  /** Words of a row whose weights fit the first-level cache. */
  private static final int CHUNK = 48;

  /** JDK 17 has no such operation, and compiles this class; null there. */
  private static final VectorOperators.Unary BIT_COUNT = bitCount();

  private final int[] halves;
  private final int rowWords;
  private final int outputs;

  VectorCountBlocks(Weights.Signs weights, int outputs, BitRowLayout layout) {
    this.outputs = outputs;
    rowWords = layout.words();
    halves = new int[Math.multiplyExact(blocks(), 2 * LANES * rowWords)];
    long[] rows = SignRows.of(weights, outputs, layout);
    for (int i = 0; i < rows.length; i++) {
      int n = i / rowWords;
      int at = (n / LANES * rowWords + i % rowWords) * 2 * LANES + n % LANES;
      halves[at] = (int) rows[i];
      halves[at + LANES] = (int) (rows[i] >>> Integer.SIZE);
    }
  }

  private static VectorOperators.Unary bitCount() {
    try {
      return (VectorOperators.Unary) VectorOperators.class.getField("BIT_COUNT").get(null);
    } catch (NoSuchFieldException e) {
      return null;
    } catch (IllegalAccessException e) {
      throw new AssertionError("operators are public", e);
    }
  }

  /** Whether this is faster than {@link VectorSignBlocks}; otherwise it must not be used. */
  static boolean isFast() {
    return BIT_COUNT != null && INTS.vectorBitSize() == AVX_512;
  }

  @Override
  public int blocks() {
    return SignBlocks.blocks(outputs);
  }

  @Override
  public int workingWords(int rows) {
    return 0;
  }

  @Override
  public void prepare(long[] rows, int from, int count, long[] working, int to) {
    // Rows are taken as they are.
  }

  @Override
  public void addCommonOnes(
      int block,
      long[] rows,
      int from,
      int count,
      long[] working,
      int workingFrom,
      int[][] counts) {
    for (int first = 0; first < rowWords; first += CHUNK) {
      int chunk = Math.min(CHUNK, rowWords - first);
      int at = (block * rowWords + first) * 2 * LANES;
      for (int r = 0; r < count; r++) {
        add(rows, from + r * rowWords + first, chunk, halves, at, counts[r]);
      }
    }
  }

  // Written out without methods for the parts: see VectorSignBlocks.
  private static void add(long[] rows, int from, int chunk, int[] w, int at, int[] counts) {
    IntVector a = IntVector.fromArray(INTS, counts, 0);
    IntVector b = IntVector.fromArray(INTS, counts, WIDTH);
    IntVector c = IntVector.fromArray(INTS, counts, 2 * WIDTH);
    IntVector d = IntVector.fromArray(INTS, counts, 3 * WIDTH);
    for (int k = 0; k < chunk; k++) {
      long word = rows[from + k];
      int j = at + k * 2 * LANES;
      IntVector low = IntVector.broadcast(INTS, (int) word);
      a = a.add(IntVector.fromArray(INTS, w, j).and(low).lanewise(BIT_COUNT));
      b = b.add(IntVector.fromArray(INTS, w, j + WIDTH).and(low).lanewise(BIT_COUNT));
      c = c.add(IntVector.fromArray(INTS, w, j + 2 * WIDTH).and(low).lanewise(BIT_COUNT));
      d = d.add(IntVector.fromArray(INTS, w, j + 3 * WIDTH).and(low).lanewise(BIT_COUNT));
      j += LANES;
      IntVector high = IntVector.broadcast(INTS, (int) (word >>> Integer.SIZE));
      a = a.add(IntVector.fromArray(INTS, w, j).and(high).lanewise(BIT_COUNT));
      b = b.add(IntVector.fromArray(INTS, w, j + WIDTH).and(high).lanewise(BIT_COUNT));
      c = c.add(IntVector.fromArray(INTS, w, j + 2 * WIDTH).and(high).lanewise(BIT_COUNT));
      d = d.add(IntVector.fromArray(INTS, w, j + 3 * WIDTH).and(high).lanewise(BIT_COUNT));
    }
    a.intoArray(counts, 0);
    b.intoArray(counts, WIDTH);
    c.intoArray(counts, 2 * WIDTH);
    d.intoArray(counts, 3 * WIDTH);
  }
}
