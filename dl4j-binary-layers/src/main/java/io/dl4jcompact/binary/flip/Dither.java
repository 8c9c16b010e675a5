package io.dl4jcompact.binary.flip;

/**
 * What is added to values before they are rounded down, so that on average nothing is lost.
 *
 * <pre> ⌊v + u⌋ is v on average, with u evenly from [0, 1) </pre>
 *
 * <p>A hash for each value would take longer than all else. So each {@value #SIZE} values share a
 * table of evenly spread numbers in random order, read from a random place on, and a random shift
 * below the table's steps: each u alone is even. Which u a value gets follows from a key and the
 * value's index alone, in whatever pieces values come.
 */
public final class Dither {

  /** Number of values that share a place in the table. */
  public static final int SIZE = 1 << 12;

  private static final float HALF = 0.5f;

  /** Floats next to it are whole numbers: adding it rounds to the nearest. */
  private static final float WHOLE = 3 << 22;

  /** Twice the numbers, so that any part of that many starts anywhere. */
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
   * The u of some values.
   *
   * @param from index of the first of them, at least 0
   */
  public static float[] numbers(Noise noise, long from, int count) {
    float[] numbers = new float[count];
    int number;
    for (int done = 0; done < count; done += number) {
      long bits = noise.bits((from + done) / SIZE);
      int within = (int) ((from + done) % SIZE);
      int start = (int) (bits & (SIZE - 1)) + within;
      float shift = (bits >>> 40 & (SIZE - 1)) * 0x1p-24f;
      number = Math.min(SIZE - within, count - done);
      for (int i = 0; i < number; i++) {
        numbers[done + i] = TABLE[start + i] + shift;
      }
    }
    return numbers;
  }

  /**
   * Rounds values to one of the whole numbers next to them.
   *
   * @param values each within ±2²²
   * @param numbers the u of each, from the first on
   * @param count how many, from the first on
   */
  public static void round(float[] values, float[] numbers, int count) {
    for (int i = 0; i < count; i++) {
      float nearest = (values[i] + WHOLE) - WHOLE;
      // What is left is within ±1/2, so u decides exactly, however large the value is.
      float rest = values[i] - nearest;
      float down = rest + numbers[i] - HALF;
      values[i] = nearest + ((down + WHOLE) - WHOLE);
    }
  }
}
