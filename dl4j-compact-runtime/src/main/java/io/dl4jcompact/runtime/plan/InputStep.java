package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.kernel.Layout;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Slot;
import java.util.List;
import java.util.Optional;

/** Runs {@link Input}: takes the block's samples from the caller's array of floats or pixels. */
final class InputStep implements Step {

  private final int index;
  private final TensorType type;
  private final Slot output;
  private final Optional<PixelTable> pixels;

  InputStep(Input operation, Operands operands) {
    index = indexOf(operands.node(), operands.graph().inputs());
    type = operation.type();
    output = operands.output();
    pixels =
        operation.pixels().isPresent()
            ? Optional.of(new PixelTable(operation.pixels().get(), type))
            : Optional.empty();
  }

  private static int indexOf(Node node, List<Node> inputs) {
    int index = 0;
    while (inputs.get(index) != node) {
      index++;
    }
    return index;
  }

  @Override
  public void run(Memory memory, int batch) {
    int to = output.offset(memory);
    int size = type.size();
    for (int sample = 0; sample < batch; sample++) {
      int from = (memory.firstSample() + sample) * size;
      if (memory.hasPixels()) {
        pixels.orElseThrow().run(memory.pixels(index), from, memory.floats(), to + sample * size);
      } else {
        Layout.toChannelsLast(
            memory.input(index),
            from,
            memory.floats(),
            to + sample * size,
            type.positions(),
            type.channels());
      }
    }
  }
}
