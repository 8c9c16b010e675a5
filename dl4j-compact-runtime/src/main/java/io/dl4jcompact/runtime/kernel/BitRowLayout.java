package io.dl4jcompact.runtime.kernel;

import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;

/**
 * How the bits that one placement of a window sees lie in a row of words: tap after tap.
 *
 * @param taps number of taps
 * @param channels bits of a tap
 * @param tapBits bits from one tap to the next, at least the channels
 */
record BitRowLayout(int taps, int channels, int tapBits) {

  /**
   * The layout that is faster: taps on whole words need no shifts, but with few channels most of
   * each word would be empty. Groups of channels are found in whole words only.
   */
  static BitRowLayout of(Convolution operation, TensorType input) {
    Window window = operation.window();
    BitRowLayout tight = new BitRowLayout(window.taps(), input.channels(), input.channels());
    BitRowLayout aligned =
        new BitRowLayout(window.taps(), input.channels(), Bits.words(input.channels()) * Long.SIZE);
    boolean isFuller = 4L * tight.words() <= 3L * aligned.words();
    return isFuller && operation.groups() == 1 ? tight : aligned;
  }

  /** Words of a row. */
  int words() {
    return words(taps, tapBits);
  }

  /** Words that so many taps take. */
  static int words(int taps, int tapBits) {
    return (int) (((long) taps * tapBits + Long.SIZE - 1) / Long.SIZE);
  }

  /** Whether each tap starts a word, as in a map. */
  boolean isAligned() {
    return tapBits % Long.SIZE == 0;
  }
}
