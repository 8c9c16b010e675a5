package io.dl4jcompact.export.pass;

import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Quantize;

/**
 * What becomes of a float on its way to a bit, in the float arithmetic that inference uses: the
 * epilogue of the sums that it is one of, elements, a quantiser.
 *
 * @param epilogue {@link Epilogue.Real#NONE} if it is no sum
 * @param chain ends in a {@link Quantize}
 */
record QuantizedElements(Epilogue.Real epilogue, ElementChain chain) {

  OneBitQuantizer quantizer() {
    return ((Quantize) chain.end().op()).quantizer();
  }

  /** The bit at a channel. */
  boolean bit(int channel, float x) {
    return quantizer().bit(value(channel, x));
  }

  /** What the quantiser is given at a channel. */
  float value(int channel, float x) {
    return chain.apply(channel, epilogue.apply(channel, x));
  }

  /** Whether no step on the way gives NaN: see {@link ElementChain#staysNumber}. */
  boolean staysNumber(int channel, float x) {
    float result = epilogue.apply(channel, x);
    float sum = x * epilogue.scale().channel(channel, 1) + epilogue.shift().channel(channel, 0);
    return !Float.isNaN(sum) && !Float.isNaN(result) && chain.staysNumber(channel, result);
  }

  /** How that goes with x; rounding keeps it so. */
  Direction direction(int channel) {
    return Direction.ofScale(epilogue.scale().channel(channel, 1))
        .then(Direction.of(epilogue.activation()))
        .then(chain.direction(channel));
  }
}
