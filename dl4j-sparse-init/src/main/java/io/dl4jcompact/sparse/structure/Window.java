package io.dl4jcompact.sparse.structure;

/**
 * A square window that moves over a map.
 *
 * @param kernel its side, 1 to 1,024
 * @param stride 1 to 1,024
 * @param padding on each side, less than the kernel
 */
record Window(int kernel, int stride, int padding) {

  private static final int MOST = 1024;

  Window {
    Named.requireRange("kernel", kernel, 1, MOST);
    Named.requireRange("stride", stride, 1, MOST);
    Named.requireRange("padding", padding, 0, kernel - 1);
  }

  /**
   * ⌊(length + 2·padding - kernel) / stride⌋ + 1 for height and width.
   *
   * @throws IllegalArgumentException if the input is not a map or too small; the message names the
   *     layer
   */
  SignalShape output(LayerPlan layer, SignalShape input, long channels) {
    layer.require(input, SignalShape.Kind.MAP, "channels, height, width");
    long least = Math.min(input.height(), input.width());
    if (least + 2L * padding < kernel) {
      throw layer.refused(
          "kernel",
          "%d, expected at most %d, its input's side (%s) with padding"
              .formatted(kernel, least + 2L * padding, input));
    }
    return SignalShape.map(channels, moved(input.height()), moved(input.width()));
  }

  private long moved(long length) {
    return (length + 2L * padding - kernel) / stride + 1;
  }
}
