package io.dl4jcompact.elastic;

import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;

/**
 * A preprocessor of a supernet as it is in a subnet.
 *
 * @param processor in front of the subnet's layer, or null
 * @param outputs what the layer is given
 */
record NarrowPreProcessor(InputPreProcessor processor, Width outputs) {

  /**
   * Of a preprocessor that may be null: Deeplearning4j has none in front of most layers.
   *
   * @throws IllegalArgumentException if it cannot take fewer channels; the message names it
   */
  static NarrowPreProcessor of(InputPreProcessor processor, Width inputs) {
    if (processor instanceof ElasticFlattening flattening) {
      long area = flattening.area();
      long channels = inputs.of(flattening.getNumChannels());
      return new NarrowPreProcessor(
          new CnnToFeedForwardPreProcessor(
              flattening.getInputHeight(), flattening.getInputWidth(), channels),
          new Width(channels * area, flattening.getNumChannels() * area));
    }
    if (inputs.isFull()) {
      // What it gives may have another number of channels, all of them.
      return new NarrowPreProcessor(processor, processor == null ? inputs : Width.INPUT);
    }
    if (processor instanceof CnnToFeedForwardPreProcessor
        || processor instanceof FeedForwardToCnnPreProcessor) {
      throw new IllegalArgumentException(
          "%s is given %d of %d channels, and takes all of them only; have an elastic layer behind"
                  .formatted(processor.getClass().getSimpleName(), inputs.active(), inputs.full())
              + " it, and leave the preprocessor to .setInputType(..)");
    }
    return new NarrowPreProcessor(processor, inputs);
  }
}
