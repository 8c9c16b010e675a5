package io.dl4jcompact.benchmarks;

import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.kernel.ConvolutionKernel;
import io.dl4jcompact.runtime.kernel.KernelSelection;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.SampleSize;
import io.dl4jcompact.runtime.kernel.Slot;
import io.dl4jcompact.runtime.kernel.Store;
import java.util.Arrays;
import java.util.List;

/** A product on bits by the runtime's kernels, without the session around them. */
final class PackedProduct {

  private final Product product;
  private final ConvolutionKernel kernel;
  private final Memory memory;
  private final Slot input;
  private final Slot output;

  /** With the given epilogue: sums come out, or bits. */
  PackedProduct(Product product, Epilogue epilogue) {
    this.product = product;
    byte[] weights = product.weights();
    Bits signs = Bits.of(weights.length, i -> weights[i] > 0);
    Convolution operation =
        new Convolution(product.window(), product.outputs(), new Weights.Signs(signs), epilogue);
    TensorType type = product.type();
    TensorType result = operation.outputType(List.of(type));
    kernel = KernelSelection.ofProperty().kernels().convolution(operation, type);
    input = new Slot(Store.WORDS, 0, Slot.sizeOf(type));
    boolean bits = result.element().isOneBit();
    output = new Slot(Store.of(result), bits ? input.size() : 0, Slot.sizeOf(result));
    memory =
        new Memory(
            product.batch(),
            bits
                ? new SampleSize(0, input.size() + output.size(), 0)
                : new SampleSize(output.size(), input.size(), 0),
            kernel.scratch());
    pack(product.inputs(), type.channels());
  }

  private void pack(byte[] inputs, int channels) {
    for (int i = 0; i < inputs.length; i++) {
      int word = i / channels * Bits.words(channels) + i % channels / Long.SIZE;
      memory.words()[word] |= (long) inputs[i] << i % channels;
    }
  }

  /** Computes the product anew. */
  Memory run() {
    kernel.run(memory, input, output, product.batch());
    return memory;
  }

  /** The sums of the last run, [sample, row, column, output]. */
  float[] sums() {
    return Arrays.copyOf(memory.floats(), product.sums());
  }

  /** A bit of the last run, in the order of {@link #sums}. */
  boolean bit(int index) {
    int outputs = product.outputs();
    int word = index / outputs * Bits.words(outputs) + index % outputs / Long.SIZE;
    return (memory.words()[output.offset(memory) + word] >>> index % outputs & 1) != 0;
  }
}
