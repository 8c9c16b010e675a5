package io.dl4jcompact.runtime.kernel;

/** Elements that are floats already. */
final class SparseFloats implements SparseSource {

  @Override
  public int size() {
    return 0;
  }

  @Override
  public int counts(int placements) {
    return 0;
  }

  @Override
  public float[] floats(Memory memory) {
    return memory.floats();
  }

  @Override
  public int load(Memory memory, Slot input, int sample, int to) {
    return input.offset(memory) + sample * input.size();
  }
}
