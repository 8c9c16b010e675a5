package io.dl4jcompact.binary.packed;

import io.dl4jcompact.binary.flip.Dither;
import io.dl4jcompact.binary.flip.Noise;

/**
 * The order of a parameter's bits: here [output][tap][channel], in Deeplearning4j's memory
 * [output][channel][tap], in which roundings are chosen.
 *
 * @param taps of a window
 * @param channels of the input
 */
record BitOrder(int taps, int channels) {

  /** The same in both. */
  static final BitOrder SAME = new BitOrder(1, 1);

  /**
   * What some bits' accumulators are rounded by.
   *
   * @param from the first bit
   * @param count number of bits, of whole taps of one output
   */
  float[] rounding(Noise noise, int from, int count) {
    if (taps == 1 || channels == 1) {
      return Dither.numbers(noise, from, count);
    }
    int fanIn = taps * channels;
    int firstTap = from % fanIn / channels;
    float[] whole = Dither.numbers(noise, (long) from / fanIn * fanIn, fanIn);
    float[] numbers = new float[count];
    int to = 0;
    for (int tap = firstTap; to < count; tap++) {
      for (int channel = 0; channel < channels; channel++) {
        numbers[to++] = whole[channel * taps + tap];
      }
    }
    return numbers;
  }
}
