package io.dl4jcompact.elastic.layers;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The elements of one parameter that took part in backward passes since its last update: a union of
 * boxes.
 */
final class ActiveRegion {

  private final List<Box> boxes = new ArrayList<>();
  private long[] shape;
  private char order;

  /**
   * Adds a box.
   *
   * @param gradient the parameter's whole gradient, for its shape and order
   */
  void add(INDArray gradient, Box box) {
    shape = gradient.shape();
    order = gradient.ordering();
    boxes.removeIf(box::contains);
    List<Box> pieces = List.of(box);
    for (Box taken : boxes) {
      pieces = pieces.stream().flatMap(piece -> piece.minus(taken).stream()).toList();
    }
    boxes.addAll(pieces);
  }

  void clear() {
    boxes.clear();
  }

  boolean isEmpty() {
    return boxes.isEmpty();
  }

  /** Number of active elements. */
  long length() {
    return boxes.stream().mapToLong(Box::length).sum();
  }

  /**
   * A copy of the active elements.
   *
   * @param flat one value for each of the parameter's elements, as they lie in memory
   * @return vector [length()], box after box
   */
  INDArray gather(INDArray flat) {
    INDArray whole = flat.reshape(order, shape);
    INDArray active = Nd4j.createUninitialized(flat.dataType(), length());
    long next = 0;
    for (Box box : boxes) {
      Box place = Box.of(new long[] {next}, new long[] {next + box.length()});
      box.read(whole, place.of(active));
      next += box.length();
    }
    return active;
  }

  /** Writes what {@link #gather} gives, or values of that shape, to the active elements. */
  void scatter(INDArray active, INDArray flat) {
    INDArray whole = flat.reshape(order, shape);
    long next = 0;
    for (Box box : boxes) {
      Box place = Box.of(new long[] {next}, new long[] {next + box.length()});
      box.write(place.of(active), whole);
      next += box.length();
    }
  }

  /** Writes 0 to the inactive elements. */
  void keepi(INDArray flat) {
    if (isEmpty()) {
      flat.assign(0);
    } else if (length() < flat.length()) {
      INDArray active = gather(flat);
      flat.assign(0);
      scatter(active, flat);
    }
  }
}
