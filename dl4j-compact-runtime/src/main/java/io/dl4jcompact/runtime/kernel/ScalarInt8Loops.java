package io.dl4jcompact.runtime.kernel;

/** Convolutions of 8-bit integers by plain loops. */
final class ScalarInt8Loops implements Int8Loops {

  private final FloatLoops floats = new ScalarFloatLoops();

  @Override
  public FloatLoops floats() {
    return floats;
  }

  @Override
  public void expand(byte[] source, int from, int zeroPoint, float[] target, int to, int count) {
    for (int i = 0; i < count; i++) {
      target[to + i] = source[from + i] - zeroPoint;
    }
  }

  @Override
  public void add(float[] part, int[] sums, int to, int count, boolean fresh) {
    for (int i = 0; i < count; i++) {
      sums[to + i] = (fresh ? 0 : sums[to + i]) + (int) part[i];
    }
  }
}
