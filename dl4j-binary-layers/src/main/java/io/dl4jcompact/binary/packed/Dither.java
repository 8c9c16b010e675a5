package io.dl4jcompact.binary.packed;

import java.util.Arrays;

/**
 * What is added to values before they are rounded down, so that on average nothing is lost.
 *
 * <pre> ⌊v + u⌋ is v on average, with u evenly from [0, 1) </pre>
 *
 * <p>A hash for each value would take longer than all else. So the values of a row share a table of
 * evenly spread numbers in random order, read from a random place on, and a random shift below the
 * table's steps: each u alone is even.
 */
final class Dither {

  private static final int SIZE = 1 << 12;
  private static final float HALF = 0.5f;

  /** Floats next to it are whole numbers: adding it rounds to the nearest. */
  private static final float WHOLE = 3 << 22;

  /** Twice the numbers, so that any row of that many starts anywhere. */
  private static final float[] TABLE = table();

  private Dither() {}

  private static float[] table() {
    Noise noise = new Noise(SIZE);
    float[] table = new float[2 * SIZE];
    for (int i = 0; i < SIZE; i++) {
      int other = (int) Long.remainderUnsigned(noise.bits(i), i + 1);
      table[i] = table[other];
      table[other] = (float) i / SIZE;
    }
    System.arraycopy(table, 0, table, SIZE, SIZE);
    return table;
  }

  /**
   * Rounds values to one of the whole numbers next to them.
   *
   * @param values each within ±2²²
   * @param from the first of them
   * @param row which row they are, for the choice of u
   */
  static void round(float[] values, int from, int count, Noise noise, long row) {
    for (int done = 0; done < count; done += SIZE) {
      long bits = noise.with(done).bits(row);
      int start = (int) (bits & (SIZE - 1));
      float shift = (bits >>> 40 & (SIZE - 1)) * 0x1p-24f;
      int number = Math.min(SIZE, count - done);
      // Loops over arrays that all start at 0 are those that the compiler makes vectors of.
      float[] part = Arrays.copyOfRange(values, from + done, from + done + number);
      round(part, Arrays.copyOfRange(TABLE, start, start + number), shift);
      System.arraycopy(part, 0, values, from + done, number);
    }
  }

  private static void round(float[] values, float[] even, float shift) {
    for (int i = 0; i < values.length; i++) {
      float nearest = (values[i] + WHOLE) - WHOLE;
      // What is left is within ±1/2, so u decides exactly, however large the value is.
      float rest = values[i] - nearest;
      float down = rest + (even[i] + shift) - HALF;
      values[i] = nearest + ((down + WHOLE) - WHOLE);
    }
  }
}
