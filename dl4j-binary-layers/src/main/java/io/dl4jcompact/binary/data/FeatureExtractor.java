package io.dl4jcompact.binary.data;

import java.io.IOException;
import java.io.Serializable;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Makes numbers of a file, or of a line of one. All samples get the same shape. */
public interface FeatureExtractor extends Serializable {

  /**
   * Features of one sample.
   *
   * @param content the file, or the line in UTF-8
   * @return floats, of the shape [1, ...] that {@link #inputType} says
   * @throws IOException if the content is of another kind; the message says what it is, what was
   *     expected and what to do
   */
  INDArray extract(byte[] content) throws IOException;

  /** What a network's configuration takes as {@code setInputType}. */
  InputType inputType();
}
