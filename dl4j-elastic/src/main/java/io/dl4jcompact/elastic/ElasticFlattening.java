package io.dl4jcompact.elastic;

import java.util.Arrays;
import java.util.Objects;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Makes vectors of images with any number of channels up to the full one; Deeplearning4j's {@code
 * CnnToFeedForwardPreProcessor} takes exactly that one. Elastic layers put it in front of
 * themselves.
 *
 * <p>Shapes: [minibatch, channels, inputHeight, inputWidth] to [minibatch, channels · inputHeight ·
 * inputWidth], so that the first channels are the first inputs.
 */
public final class ElasticFlattening implements InputPreProcessor {

  private static final long serialVersionUID = 1L;

  private final long inputHeight;
  private final long inputWidth;
  private final long numChannels;

  /** For images of this shape, or with fewer channels. */
  public ElasticFlattening(
      @JsonProperty("inputHeight") long inputHeight,
      @JsonProperty("inputWidth") long inputWidth,
      @JsonProperty("numChannels") long numChannels) {
    this.inputHeight = inputHeight;
    this.inputWidth = inputWidth;
    this.numChannels = numChannels;
  }

  /** The same as Deeplearning4j's flattening; another preprocessor, or none, as it is. */
  static InputPreProcessor inPlaceOf(InputPreProcessor stock) {
    return stock instanceof CnnToFeedForwardPreProcessor flattening
        ? new ElasticFlattening(
            flattening.getInputHeight(), flattening.getInputWidth(), flattening.getNumChannels())
        : stock;
  }

  /** Height of the images. */
  @JsonProperty("inputHeight")
  public long getInputHeight() {
    return inputHeight;
  }

  /** Width of the images. */
  @JsonProperty("inputWidth")
  public long getInputWidth() {
    return inputWidth;
  }

  /** The full number of channels. */
  @JsonProperty("numChannels")
  public long getNumChannels() {
    return numChannels;
  }

  long area() {
    return inputHeight * inputWidth;
  }

  @Override
  public INDArray preProcess(INDArray input, int minibatch, LayerWorkspaceMgr workspaceMgr) {
    boolean fits =
        input.rank() == 4
            && input.size(1) <= numChannels
            && input.size(2) == inputHeight
            && input.size(3) == inputWidth;
    if (!fits) {
      throw new IllegalArgumentException(
          "input has shape %s, expected [minibatch, at most %d channels, %d, %d]"
              .formatted(Arrays.toString(input.shape()), numChannels, inputHeight, inputWidth));
    }
    INDArray images = workspaceMgr.dup(ArrayType.ACTIVATIONS, input, 'c');
    return images.reshape('c', input.size(0), input.size(1) * area());
  }

  @Override
  public INDArray backprop(INDArray epsilon, int minibatch, LayerWorkspaceMgr workspaceMgr) {
    INDArray vectors = workspaceMgr.dup(ArrayType.ACTIVATION_GRAD, epsilon, 'c');
    return vectors.reshape('c', epsilon.size(0), epsilon.size(1) / area(), inputHeight, inputWidth);
  }

  // All fields are final.
  @SuppressWarnings("MissingSuperCall")
  @Override
  public InputPreProcessor clone() {
    return new ElasticFlattening(inputHeight, inputWidth, numChannels);
  }

  @Override
  public InputType getOutputType(InputType inputType) {
    return InputType.feedForward(area() * numChannels);
  }

  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(
      INDArray mask, MaskState state, int minibatch) {
    return new Pair<>(mask, state);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ElasticFlattening that
        && inputHeight == that.inputHeight
        && inputWidth == that.inputWidth
        && numChannels == that.numChannels;
  }

  @Override
  public int hashCode() {
    return Objects.hash(inputHeight, inputWidth, numChannels);
  }
}
