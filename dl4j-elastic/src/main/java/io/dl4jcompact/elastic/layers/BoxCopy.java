package io.dl4jcompact.elastic.layers;

import java.nio.ByteBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Copies a part of an array from or to an array of the part alone, run by run of what lies together
 * in memory. ND4J's own copies of parts take some ten times as long, and products with parts copy
 * them.
 */
final class BoxCopy {

  /** The array with the part, from which runs are taken or to which they are written. */
  private final ByteBuffer whole;

  private final ByteBuffer part;
  private final boolean toPart;
  private final long wholeStart;
  private final long partStart;

  private BoxCopy(INDArray whole, INDArray part, boolean toPart) {
    int size = whole.dataType().width();
    this.whole = whole.data().asNio();
    this.part = part.data().asNio();
    this.toPart = toPart;
    wholeStart = whole.data().offset() * size;
    partStart = part.data().offset() * size;
    Math.toIntExact(wholeStart + whole.length() * size);
    Math.toIntExact(partStart + part.length() * size);
  }

  /**
   * Copies in one direction.
   *
   * @param whole without gaps, in its ordering
   * @param part without gaps, in the same ordering, with as many elements as the box
   * @param toPart whether the part is written, else the whole is
   * @throws ArithmeticException if an array's end is 2^31 bytes or more from its buffer's beginning
   */
  static void copy(Box box, INDArray whole, INDArray part, boolean toPart) {
    new BoxCopy(whole, part, toPart).run(box, whole);
  }

  private void run(Box box, INDArray array) {
    int size = array.dataType().width();
    int rank = array.rank();
    boolean columns = array.ordering() == 'f';
    long run = box.run(array);
    long[] sizes = new long[rank];
    long[] strides = new long[rank];
    long stride = 1;
    long start = 0;
    // The dimension whose neighbours lie closest comes first.
    for (int i = 0; i < rank; i++) {
      int d = columns ? i : rank - 1 - i;
      sizes[i] = box.size(d);
      strides[i] = stride;
      start += box.from(d) * stride;
      stride *= array.size(d);
    }
    long[] index = new long[rank];
    int inner = inner(sizes, run);
    long count = box.length() / run;
    for (long i = 0; i < count; i++) {
      long offset = start;
      for (int k = inner; k < rank; k++) {
        offset += index[k] * strides[k];
      }
      move(
          (int) (wholeStart + offset * size), (int) (partStart + i * run * size), (int) run * size);
      for (int k = inner; k < rank && ++index[k] == sizes[k]; k++) {
        index[k] = 0;
      }
    }
  }

  /** How many of the first dimensions a run extends over. */
  private static int inner(long[] sizes, long run) {
    int inner = 0;
    for (long length = 1; length < run; inner++) {
      length *= sizes[inner];
    }
    return inner;
  }

  private void move(int inWhole, int inPart, int bytes) {
    if (toPart) {
      part.put(inPart, whole, inWhole, bytes);
    } else {
      whole.put(inWhole, part, inPart, bytes);
    }
  }
}
