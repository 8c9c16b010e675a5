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
    int positions = type.positions();
    int words = batch.positionWords();
    for (int i = 0; i < values.length; i++) {
      if (values[i] != 0 && values[i] != 1) {
        throw new IllegalStateException(
            "layer \"%s\": its input has the value %s, expected 0 and 1 only; put an ActivationLayer with BooleanActivation in front"
                .formatted(reader, values[i]));
      }
      int channel = i / positions % type.channels();
      int position = i / type.size() * positions + i % positions;
      long bit = values[i] == 1 ? 1 : 0;
      batch.words()[position * words + channel / Long.SIZE] |= bit << channel;
    }
    return batch;
  }

  /** Bits as the numbers 0 and 1, of rank 4, or of rank 2 if asked for. */
  static INDArray unpack(BitBatch batch, boolean flat) {
    TensorType type = batch.type();
    int positions = type.positions();
    int words = batch.positionWords();
    float[] values = new float[batch.samples() * type.size()];
    for (int i = 0; i < values.length; i++) {
      int channel = i / positions % type.channels();
      int position = i / type.size() * positions + i % positions;
      values[i] = batch.words()[position * words + channel / Long.SIZE] >>> channel & 1;
    }
    return array(values, type, flat);
  }

  /** Values of an array, its channels last. */
  static float[] channelsLast(INDArray array, TensorType type) {
    float[] from = floats(array);
    int positions = type.positions();
    if (positions == 1) {
      return from;
    }
    float[] to = new float[from.length];
    for (int i = 0; i < from.length; i++) {
      int position = i / type.size() * positions + i % positions;
      to[position * type.channels() + i / positions % type.channels()] = from[i];
    }
    return to;
  }

  /** The inverse of {@link #channelsLast}. */
  static INDArray channelsFirst(float[] from, TensorType type, boolean flat) {
    int positions = type.positions();
    float[] to = new float[from.length];
    for (int i = 0; i < from.length; i++) {
      int position = i / type.size() * positions + i % positions;
      to[i] = from[position * type.channels() + i / positions % type.channels()];
    }
    return array(to, type, flat);
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
