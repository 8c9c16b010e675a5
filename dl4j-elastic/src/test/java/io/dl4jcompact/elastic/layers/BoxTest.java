package io.dl4jcompact.elastic.layers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Parts of arrays, and unions of them, against loops over all elements. */
class BoxTest {

  private static final int OFFSET = 3;

  private static long[] shape(SplittableRandom random, int rank) {
    return random.longs(rank, 1, 6).toArray();
  }

  private static long[][] bounds(SplittableRandom random, long... shape) {
    long[] from = new long[shape.length];
    long[] to = new long[shape.length];
    for (int d = 0; d < shape.length; d++) {
      // Often all of a dimension, so that runs get long.
      boolean all = random.nextInt(3) == 0;
      from[d] = all ? 0 : random.nextLong(shape[d]);
      to[d] = all ? shape[d] : from[d] + 1 + random.nextLong(shape[d] - from[d]);
    }
    return new long[][] {from, to};
  }

  /** A view in a larger vector, whose elements are 1, 2, .. in memory. */
  private static INDArray view(DataType type, char order, long... shape) {
    long length = Nd4j.createUninitialized(DataType.FLOAT, shape).length();
    INDArray all = Nd4j.arange(1 - OFFSET, length + 2 * OFFSET).castTo(type);
    return all.get(NDArrayIndex.interval(OFFSET, OFFSET + length)).reshape(order, shape);
  }

  private static List<Integer> inside(char order, long[] shape, long[][] bounds) {
    List<Integer> inside = new ArrayList<>();
    int length = 1;
    for (long size : shape) {
      length *= (int) size;
    }
    for (int i = 0; i < length; i++) {
      long rest = i;
      boolean in = true;
      for (int k = 0; k < shape.length; k++) {
        int d = order == 'f' ? k : shape.length - 1 - k;
        long at = rest % shape[d];
        in &= bounds[0][d] <= at && at < bounds[1][d];
        rest /= shape[d];
      }
      if (in) {
        inside.add(i);
      }
    }
    return inside;
  }

  private static double[] memory(INDArray array) {
    return array.dup(array.ordering()).data().asDouble();
  }

  @Property(tries = 300)
  void partsAreReadAndWrittenElementByElement(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int rank,
      @ForAll boolean columns,
      @ForAll boolean doubles) {
    SplittableRandom random = new SplittableRandom(seed);
    char order = columns ? 'f' : 'c';
    DataType type = doubles ? DataType.DOUBLE : DataType.FLOAT;
    long[] shape = shape(random, rank);
    long[][] bounds = bounds(random, shape);
    Box box = Box.of(bounds[0], bounds[1]);
    List<Integer> inside = inside(order, shape, bounds);
    INDArray whole = view(type, order, shape);
    double[] before = memory(whole);
    INDArray part = view(type, order, box.shape());

    box.read(whole, part);

    assertThat(part.length()).isEqualTo(inside.size()).isEqualTo(box.length());
    assertArrayEquals(inside.stream().mapToDouble(i -> before[i]).toArray(), memory(part));
    int first = inside.get(0);
    boolean together = inside.get(inside.size() - 1) - first + 1 == inside.size();
    // Parts that lie together by chance, of dimensions of size 1, may be taken for others.
    assertThat(!box.isRun(whole) || together).isTrue();

    part.muli(-1);
    box.write(part, whole);

    double[] expected = before.clone();
    inside.forEach(i -> expected[i] = -before[i]);
    assertArrayEquals(expected, memory(whole));
  }

  /** ND4J's views of other parts may be empty. */
  @Property(tries = 300)
  void viewsOfFirstIndicesAreThePart(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 4) int rank, @ForAll boolean columns) {
    SplittableRandom random = new SplittableRandom(seed);
    char order = columns ? 'f' : 'c';
    long[] shape = shape(random, rank);
    long[][] bounds = {new long[rank], bounds(random, shape)[1]};
    INDArray whole = view(DataType.FLOAT, order, shape);
    double[] expected = memory(whole);

    INDArray part = Box.first(bounds[1]).of(whole);

    assertThat(part.shape()).containsExactly(bounds[1]);
    part.muli(-1);
    inside(order, shape, bounds).forEach(i -> expected[i] *= -1);
    assertArrayEquals(expected, memory(whole));
  }

  @Property(tries = 300)
  void regionsAreUnionsWithoutRepetitions(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 4) int rank,
      @ForAll @IntRange(min = 1, max = 5) int count,
      @ForAll boolean columns) {
    SplittableRandom random = new SplittableRandom(seed);
    char order = columns ? 'f' : 'c';
    long[] shape = shape(random, rank);
    INDArray gradient = view(DataType.FLOAT, order, shape);
    ActiveRegion region = new ActiveRegion();
    boolean[] active = new boolean[(int) gradient.length()];
    for (int i = 0; i < count; i++) {
      long[][] bounds = bounds(random, shape);
      region.add(gradient, Box.of(bounds[0], bounds[1]));
      inside(order, shape, bounds).forEach(element -> active[element] = true);
    }
    INDArray flat = gradient.reshape(order, new long[] {gradient.length()});
    double[] before = memory(flat);

    INDArray gathered = region.gather(flat);
    region.scatter(gathered.mul(2), flat);
    double[] doubled = memory(flat);
    region.keepi(flat);

    double[] kept = memory(flat);
    int number = 0;
    for (int i = 0; i < active.length; i++) {
      number += active[i] ? 1 : 0;
      assertThat(doubled[i]).isEqualTo(active[i] ? 2 * before[i] : before[i]);
      assertThat(kept[i]).isEqualTo(active[i] ? doubled[i] : 0);
    }
    assertThat(region.length()).isEqualTo(number);
  }

  @Test
  void boxesOfNothingAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Box.of(new long[] {1, 2}, new long[] {2, 2}))
        .withMessage("no box from [1, 2] to [2, 2]");
    INDArray matrix = view(DataType.FLOAT, 'c', 2, 2);
    Box last = Box.of(new long[] {1, 0}, new long[] {2, 2});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> last.of(matrix))
        .withMessage("no view of [1, 0]..[2, 2], expected to begin at 0; read it");
    assertThat(Box.first(2, 3)).isEqualTo(Box.of(new long[2], new long[] {2, 3}));
    assertThat(Box.first(2, 3)).hasToString("[0, 0]..[2, 3]").isNotEqualTo(Box.first(3, 2));
  }
}
