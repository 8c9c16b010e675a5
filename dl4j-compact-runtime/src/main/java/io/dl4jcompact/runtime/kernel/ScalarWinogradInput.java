package io.dl4jcompact.runtime.kernel;

/** Combines rows by a plain loop. */
final class ScalarWinogradInput implements WinogradInput {

  @Override
  public void combine(
      float[] source, int from, int distance, int count, float[] target, int to, int step) {
    for (int i = 0; i < count; i++) {
      float a = source[from + i];
      float b = source[from + distance + i];
      float c = source[from + 2 * distance + i];
      float d = source[from + 3 * distance + i];
      target[to + i] = a - c;
      target[to + step + i] = b + c;
      target[to + 2 * step + i] = c - b;
      target[to + 3 * step + i] = b - d;
    }
  }
}
