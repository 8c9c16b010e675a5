package io.dl4jcompact.benchmarks;

import io.dl4jcompact.runtime.graph.Bytes;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.IntegerEpilogue;
import io.dl4jcompact.runtime.graph.Ints;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.kernel.ConvolutionKernel;
import io.dl4jcompact.runtime.kernel.KernelSelection;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.SampleSize;
import io.dl4jcompact.runtime.kernel.Slot;
import io.dl4jcompact.runtime.kernel.Store;
import java.util.Arrays;
import java.util.List;

/** A product of 8-bit integers by the runtime's kernels, without the session around them. */
final class Int8Product {

  private final Product product;
  private final ConvolutionKernel kernel;
  private final Memory memory;
  private final Slot input;
  private final Slot output;

  /** With the given epilogue: sums come out as floats, or requantised. */
  Int8Product(Operands operands, IntegerEpilogue epilogue) {
    product = operands.product();
    Bytes weights = Bytes.of(operands.weights());
    Int8Convolution operation =
        new Int8Convolution(
            product.window(), product.outputs(), 1, 0, weights, Ints.of(), epilogue);
    TensorType type = product.type().with(ElementType.INT8);
    TensorType result = operation.outputType(List.of(type));
    kernel = KernelSelection.ofProperty().kernels().convolution(operation, type);
    input = new Slot(Store.BYTES, 0, type.size());
    boolean integers = result.element() == ElementType.INT8;
    output = new Slot(Store.of(result), integers ? type.size() : 0, result.size());
    SampleSize sample =
        integers
            ? new SampleSize(0, 0, type.size() + result.size())
            : new SampleSize(result.size(), 0, type.size());
    memory = new Memory(product.batch(), sample, kernel.scratch());
    System.arraycopy(operands.inputs(), 0, memory.bytes(), 0, operands.inputs().length);
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

  /** The integers of the last run, in the order of {@link #sums}. */
  byte[] integers() {
    int from = output.offset(memory);
    return Arrays.copyOfRange(memory.bytes(), from, from + product.sums());
  }
}
