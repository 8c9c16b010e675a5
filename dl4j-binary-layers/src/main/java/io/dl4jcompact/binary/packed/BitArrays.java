package io.dl4jcompact.binary.packed;

import io.dl4jcompact.runtime.graph.TensorType;
import java.util.Arrays;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * From Deeplearning4j's arrays, batch and channels first, to the packed layout and back, slice by
 * slice.
 */
final class BitArrays {

  private BitArrays() {}

  /**
   * Numbers 0 and 1 as bits.
   *
   * @param array [minibatch, channels, height, width] or [minibatch, length]
   * @param reader the name of the layer that reads them
   * @throws IllegalStateException if there are other numbers, or the shape is another
   */
  static BitBatch pack(INDArray array, TensorType type, String reader, Slices slices) {
    if (array.length() != array.size(0) * type.size()) {
      throw new IllegalStateException(
          "layer \"%s\": its input has the shape %s, expected %d values a sample"
              .formatted(reader, Arrays.toString(array.shape()), type.size()));
    }
    BitBatch batch = BitBatch.zeros(type, Math.toIntExact(array.size(0)));
    slices.forEach(
        type.size(),
        batch.samples(),
        (first, count) -> pack(floats(array, first, count), first, count, batch, reader));
    return batch;
  }

  private static void pack(float[] values, int first, int count, BitBatch batch, String reader) {
    TensorType type = batch.type();
    int words = batch.positionWords();
    int from = 0;
    for (int sample = first; sample < first + count; sample++) {
      for (int channel = 0; channel < type.channels(); channel++) {
        int to = sample * batch.sampleWords() + channel / Long.SIZE;
        for (int i = 0; i < type.positions(); i++, to += words) {
          batch.words()[to] |= bit(values[from++], reader) << channel;
        }
      }
    }
  }

  private static long bit(float value, String reader) {
    if (value == 0) {
      return 0;
    }
    if (value != 1) {
      throw new IllegalStateException(
          "layer \"%s\": its input has the value %s, expected 0 and 1 only; put an ActivationLayer with BooleanActivation in front"
              .formatted(reader, value));
    }
    return 1;
  }

  /** Bits as the numbers 0 and 1, channels first. */
  static SampleFloats unpack(BitBatch batch, WorkingSpace space) {
    Slices slices = space.slices();
    TensorType type = batch.type();
    SampleFloats numbers = space.take(batch.samples(), type);
    float[] values = new float[slices.samples(type.size(), batch.samples()) * type.size()];
    slices.forEach(
        type.size(),
        batch.samples(),
        (first, count) -> {
          unpack(batch, first, count, values);
          numbers.write(first, count, values);
        });
    return numbers;
  }

  private static void unpack(BitBatch batch, int first, int count, float[] values) {
    TensorType type = batch.type();
    int to = 0;
    for (int sample = first; sample < first + count; sample++) {
      for (int channel = 0; channel < type.channels(); channel++) {
        int from = sample * batch.sampleWords() + channel / Long.SIZE;
        for (int i = 0; i < type.positions(); i++, from += batch.positionWords()) {
          values[to++] = batch.words()[from] >>> channel & 1;
        }
      }
    }
  }

  /**
   * A signal with its channels last.
   *
   * @param array its channels first
   * @param sender the name of the layer whose output it is by
   * @throws IllegalStateException if a value is not finite
   */
  static SampleFloats channelsLast(
      INDArray array, TensorType type, String sender, WorkingSpace space) {
    int samples = Math.toIntExact(array.size(0));
    SampleFloats signal = space.take(samples, type);
    // Whole, since Deeplearning4j's signals often have the values of a sample far apart.
    signal.array().assign(array.reshape('c', samples, type.size()));
    exchange(
        signal,
        type.channels(),
        type.positions(),
        space.slices(),
        values -> requireFinite(values, sender));
    return signal;
  }

  /** Transposes each sample's matrix of rows and columns, in place. */
  private static void exchange(
      SampleFloats floats, int rows, int columns, Slices slices, Consumer<float[]> seen) {
    floats.read(
        slices,
        (values, first, count) -> {
          int length = count * floats.sampleSize();
          float[] some = length == values.length ? values : Arrays.copyOf(values, length);
          seen.accept(some);
          if (rows > 1 && columns > 1) {
            floats.write(first, count, exchanged(some, floats.sampleSize(), rows, columns));
          }
        });
  }

  private static void requireFinite(float[] values, String sender) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalStateException(
            "layer \"%s\": the signal from behind has the value %s, expected finite numbers; look for NaN in the data, or clip the gradients of the layers behind"
                .formatted(sender, value));
      }
    }
  }

  /** Gives a signal its channels first, in place. */
  static void channelsFirst(SampleFloats signal, TensorType type, Slices slices) {
    exchange(signal, type.positions(), type.channels(), slices, values -> {});
  }

  /** Each sample's matrix of rows and columns, transposed. */
  private static float[] exchanged(float[] from, int size, int rows, int columns) {
    float[] to = new float[from.length];
    for (int sample = 0; sample < from.length; sample += size) {
      for (int row = 0; row < rows; row++) {
        int at = sample + row * columns;
        for (int column = 0; column < columns; column++) {
          to[sample + column * rows + row] = from[at + column];
        }
      }
    }
    return to;
  }

  /** The values of some samples. */
  private static float[] floats(INDArray array, int first, int count) {
    INDArray some =
        count == array.size(0) ? array : array.get(NDArrayIndex.interval(first, first + count));
    INDArray copy = some.dup('c');
    float[] values = copy.data().asFloat();
    if (copy.closeable()) {
      copy.close();
    }
    return values;
  }
}
