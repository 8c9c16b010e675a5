package io.dl4jcompact.binary.packed;

import io.dl4jcompact.runtime.graph.TensorType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What the steps of a training work in: slices of samples, and blocks of memory outside of Java's
 * heap in which the largest arrays, the floats of all samples, take turns. Blocks are kept from
 * step to step: memory that is freed and taken in turn by arrays of many sizes is seldom given back
 * to the system.
 */
final class WorkingSpace {

  private final Slices slices;
  private final List<INDArray> free = new ArrayList<>();

  WorkingSpace(Slices slices) {
    this.slices = slices;
  }

  Slices slices() {
    return slices;
  }

  /** Floats of so many samples, with arbitrary values, to be closed when they have been read. */
  SampleFloats take(int samples, TensorType type) {
    return new SampleFloats(block((long) samples * type.size()), this, samples, type.size());
  }

  /** The smallest free block that is large enough; the largest one grows if none is. */
  private INDArray block(long length) {
    free.sort(Comparator.comparingLong(INDArray::length));
    for (int i = 0; i < free.size(); i++) {
      if (free.get(i).length() >= length) {
        return free.remove(i);
      }
    }
    if (!free.isEmpty()) {
      free.remove(free.size() - 1).close();
    }
    try (MemoryWorkspace none = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return Nd4j.createUninitialized(DataType.FLOAT, length);
    }
  }

  void giveBack(INDArray block) {
    free.add(block);
  }
}
