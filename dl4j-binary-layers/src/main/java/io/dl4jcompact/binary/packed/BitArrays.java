package io.dl4jcompact.binary.packed;

import io.dl4jcompact.runtime.graph.TensorType;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** From Deeplearning4j's arrays, batch and channels first, to the packed layout and back. */
final class BitArrays {

  private BitArrays() {}

  /**
   * Numbers 0 and 1 as bits.
   *
   * @param array [minibatch, channels, height, width] or [minibatch, length]
   * @param reader the name of the layer that reads them
   * @throws IllegalStateException if there are other numbers, or the shape is another
   */
  static BitBatch pack(INDArray array, TensorType type, String reader) {
    if (array.length() != array.size(0) * type.size()) {
      throw new IllegalStateException(
          "layer \"%s\": its input has the shape %s, expected %d values a sample"
              .formatted(reader, Arrays.toString(array.shape()), type.size()));
    }
    BitBatch batch = BitBatch.zeros(type, Math.toIntExact(array.size(0)));
    float[] values = floats(array);
    int words = batch.positionWords();
    int from = 0;
    for (int sample = 0; sample < batch.samples(); sample++) {
      for (int channel = 0; channel < type.channels(); channel++) {
        int to = sample * batch.sampleWords() + channel / Long.SIZE;
        for (int i = 0; i < type.positions(); i++, to += words) {
          batch.words()[to] |= bit(values[from++], reader) << channel;
        }
      }
    }
    return batch;
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

  /** Bits as the numbers 0 and 1, of rank 4, or of rank 2 if asked for. */
  static INDArray unpack(BitBatch batch, boolean flat) {
    TensorType type = batch.type();
    float[] values = new float[Math.multiplyExact(batch.samples(), type.size())];
    int to = 0;
    for (int sample = 0; sample < batch.samples(); sample++) {
      for (int channel = 0; channel < type.channels(); channel++) {
        int from = sample * batch.sampleWords() + channel / Long.SIZE;
        for (int i = 0; i < type.positions(); i++, from += batch.positionWords()) {
          values[to++] = batch.words()[from] >>> channel & 1;
        }
      }
    }
    return array(values, type, flat);
  }

  /** Values of an array, its channels last. */
  static float[] channelsLast(INDArray array, TensorType type) {
    return exchanged(floats(array), type.size(), type.channels(), type.positions());
  }

  /** The inverse of {@link #channelsLast}. */
  static INDArray channelsFirst(float[] from, TensorType type, boolean flat) {
    return array(exchanged(from, type.size(), type.positions(), type.channels()), type, flat);
  }

  /** Each sample's matrix of rows and columns, transposed. */
  private static float[] exchanged(float[] from, int size, int rows, int columns) {
    if (rows == 1 || columns == 1) {
      return from;
    }
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

  private static INDArray array(float[] values, TensorType type, boolean flat) {
    long samples = values.length / type.size();
    long[] shape =
        flat
            ? new long[] {samples, type.size()}
            : new long[] {samples, type.channels(), type.height(), type.width()};
    return Nd4j.create(values, shape, 'c').castTo(DataType.FLOAT);
  }

  private static float[] floats(INDArray array) {
    return array.dup('c').data().asFloat();
  }
}
