package io.dl4jcompact.elastic;

import org.deeplearning4j.nn.conf.inputs.InputType;

/** A layer configuration of this module that says how many multiply-adds it takes. */
public interface ProductCount {

  /**
   * Multiply-adds for one sample.
   *
   * @param outputType of what the layer gives
   */
  long multiplyAdds(InputType outputType);
}
