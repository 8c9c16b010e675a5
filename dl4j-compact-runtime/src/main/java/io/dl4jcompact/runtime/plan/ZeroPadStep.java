package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.ZeroPad;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.Slot;
import java.util.Arrays;

/** Runs {@link ZeroPad}. */
final class ZeroPadStep implements Step {

  private final int rows;
  private final int inputLine;
  private final int outputLine;
  private final int margin;
  private final Slot input;
  private final Slot output;

  ZeroPadStep(ZeroPad operation, Operands operands) {
    TensorType inputType = operands.inputType();
    TensorType outputType = operands.outputType();
    rows = inputType.height();
    inputLine = inputType.width() * inputType.channels();
    outputLine = outputType.width() * outputType.channels();
    margin = operation.top() * outputLine + operation.left() * outputType.channels();
    input = operands.input();
    output = operands.output();
  }

  @Override
  public void run(Memory memory, int batch) {
    float[] values = memory.floats();
    int from = input.offset(memory);
    int to = output.offset(memory);
    Arrays.fill(values, to, to + batch * output.size(), 0);
    for (int sample = 0; sample < batch; sample++) {
      int start = to + sample * output.size() + margin;
      for (int row = 0; row < rows; row++, from += inputLine) {
        System.arraycopy(values, from, values, start + row * outputLine, inputLine);
      }
    }
  }
}
