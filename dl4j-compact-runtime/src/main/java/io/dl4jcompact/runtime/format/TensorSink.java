package io.dl4jcompact.runtime.format;

import io.dl4jcompact.runtime.ModelFormatException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Collects the arrays of the tensor section in the order in which the graph names them. An array is
 * encoded when it is asked for, so that only one at a time is in memory twice.
 */
final class TensorSink {

  private final List<Tensor> tensors = new ArrayList<>();
  private long size;

  private record Tensor(int bytes, Consumer<ByteBuffer> fill) {}

  /** What each encoded array, padded with zeros to the alignment, is given to. */
  interface Receiver<E extends Exception> {
    void accept(ByteBuffer encoded) throws E;
  }

  void add(long bytes, Consumer<ByteBuffer> fill) throws ModelFormatException {
    size += Header.align(bytes);
    if (size > Limits.FILE_BYTES) {
      throw ByteSink.unwritable(
          "its weights take more than the " + Limits.FILE_BYTES + " bytes that a file may have");
    }
    tensors.add(new Tensor((int) bytes, fill));
  }

  /** Bytes of all arrays with their padding. */
  int size() {
    return (int) size;
  }

  <E extends Exception> void forEach(Receiver<E> receiver) throws E {
    for (Tensor tensor : tensors) {
      receiver.accept(encode((int) Header.align(tensor.bytes), tensor.fill));
    }
  }

  static ByteBuffer encode(int bytes, Consumer<ByteBuffer> fill) {
    ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    fill.accept(buffer);
    return buffer.clear();
  }
}
