package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;

/**
 * Floats times float or ±1 weights, a line of placements at a time, which read the map where it is.
 * Where the window covers the map, the samples are the line.
 */
final class VectorFloatConvolution implements ConvolutionKernel {

  private final PaddedMap padded;
  private final Window window;
  private final VectorFloatBlocks weights;
  private final VectorRealEpilogue epilogue;
  private final int height;
  private final int width;
  private final int channels;
  private final int outputs;
  private final boolean rowsAreSamples;

  VectorFloatConvolution(Convolution operation, TensorType input) {
    window = operation.window();
    padded = new PaddedMap(window, input);
    outputs = operation.outputs();
    weights = new VectorFloatBlocks(operation.weights(), outputs, padded.offsets(window));
    epilogue = new VectorRealEpilogue((Epilogue.Real) operation.epilogue(), outputs);
    height = window.outputHeight(input.height());
    width = window.outputWidth(input.width());
    channels = input.channels();
    rowsAreSamples = window.covers(input);
  }

  @Override
  public ScratchSize scratch() {
    int spare = 2 * VectorFloatBlocks.LANES;
    return new ScratchSize(Math.addExact(padded.size(), spare), 0, 0, 0, 0);
  }

  @Override
  public void run(Memory memory, Slot input, Slot output, int batch) {
    int from = input.offset(memory);
    int to = output.offset(memory);
    if (rowsAreSamples) {
      multiply(memory, memory.floats(), from, input.size(), batch, to);
      return;
    }
    for (int sample = 0; sample < batch; sample++) {
      int map = from + sample * input.size();
      int target = to + sample * output.size();
      if (padded.isCopied()) {
        padded.copy(memory.floats(), map, memory.scratchFloats(), 0);
        sample(memory, memory.scratchFloats(), 0, target);
      } else {
        sample(memory, memory.floats(), map, target);
      }
    }
  }

  private void sample(Memory memory, float[] source, int map, int to) {
    int step = window.strideWidth() * channels;
    for (int row = 0; row < height; row++) {
      int line = map + row * window.strideHeight() * padded.rowSize();
      multiply(memory, source, line, step, width, to + row * width * outputs);
    }
  }

  private void multiply(Memory memory, float[] source, int from, int step, int count, int to) {
    float[] sums = memory.floats();
    weights.multiply(source, from, step, count, sums, to, memory.scratchFloats(), padded.size());
    epilogue.run(sums, to, count);
  }
}
