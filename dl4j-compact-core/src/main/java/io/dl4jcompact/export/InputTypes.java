package io.dl4jcompact.export;

import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.TensorType;
import java.util.Optional;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;

/** The types of a network's inputs, which DL4J does not keep. */
final class InputTypes {

  private static final int SOME_SIZE = 64;

  private InputTypes() {}

  /**
   * @throws ExportException if there are types for another number of inputs, or pixels for several
   */
  static void requireCount(ExportOptions options, int inputs) {
    int given = options.inputTypes().size();
    if (given != 0 && given != inputs) {
      throw new ExportException(
          "the network has "
              + inputs
              + " inputs, got "
              + given
              + " input types; pass one for each");
    }
    if (options.pixels().isPresent() && inputs != 1) {
      throw new ExportException(
          "the network has "
              + inputs
              + " inputs; only a network with one can take pixels, export it without");
    }
  }

  /**
   * The node through which values come in.
   *
   * @param name of the network's input, for messages
   * @throws ExportException if the scaling of pixels is not for the type's channels
   */
  static Input input(String name, TensorType type, ExportOptions options) {
    try {
      return new Input(type, options.pixels());
    } catch (IllegalArgumentException e) {
      throw new ExportException("input '" + name + "': " + e.getMessage(), e);
    }
  }

  /**
   * A DL4J input type as a tensor type; a sequence is a map of one row.
   *
   * @param name of the network's input, for messages
   * @throws ExportException for volumes, channels-last maps, sequences in time-first order or of no
   *     fixed length, and sizes out of range
   */
  static TensorType tensorType(String name, InputType type) {
    try {
      return tensorType(type).orElseThrow(() -> unsupported(name, type));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new ExportException("input '" + name + "': " + type + ": " + e.getMessage(), e);
    }
  }

  private static Optional<TensorType> tensorType(InputType type) {
    if (type instanceof InputType.InputTypeFeedForward vector) {
      return Optional.of(TensorType.vector(Math.toIntExact(vector.getSize())));
    }
    if (type instanceof InputType.InputTypeConvolutionalFlat flat) {
      return Optional.of(TensorType.vector(Math.toIntExact(flat.getFlattenedSize())));
    }
    if (type instanceof InputType.InputTypeConvolutional map
        && map.getFormat() == CNN2DFormat.NCHW) {
      return Optional.of(
          TensorType.map(
              Math.toIntExact(map.getHeight()),
              Math.toIntExact(map.getWidth()),
              Math.toIntExact(map.getChannels())));
    }
    if (type instanceof InputType.InputTypeRecurrent sequence
        && sequence.getFormat() == RNNFormat.NCW
        && sequence.getTimeSeriesLength() > 0) {
      return Optional.of(
          TensorType.map(
              1,
              Math.toIntExact(sequence.getTimeSeriesLength()),
              Math.toIntExact(sequence.getSize())));
    }
    return Optional.empty();
  }

  private static ExportException unsupported(String name, InputType type) {
    return new ExportException(
        "input '"
            + name
            + "': "
            + type
            + " is not supported; supported are feedForward,"
            + " convolutionalFlat, convolutional in format NCHW and recurrent(size, length) in"
            + " format NCW, with the length of all sequences");
  }

  /**
   * The type of an input that a layer is the first to take; empty if its configuration leaves that
   * open.
   *
   * @param preProcessor of the layer, or null as DL4J has it
   */
  static Optional<TensorType> infer(InputPreProcessor preProcessor, Layer first) {
    if (preProcessor instanceof FeedForwardToCnnPreProcessor toMap) {
      long size = toMap.getInputHeight() * toMap.getInputWidth() * toMap.getNumChannels();
      return Optional.of(TensorType.vector(Math.toIntExact(size)));
    }
    Layer layer = Wrapped.layer(first);
    if (preProcessor == null
        && layer instanceof FeedForwardLayer sized
        && sized.getNIn() > 0
        && accepts(layer, InputType.feedForward(sized.getNIn()))
        && !accepts(layer, InputType.convolutional(SOME_SIZE, SOME_SIZE, sized.getNIn()))) {
      return Optional.of(TensorType.vector(Math.toIntExact(sized.getNIn())));
    }
    return Optional.empty();
  }

  /** An exception that asks for the type of an input. */
  static ExportException unknown(String name) {
    return new ExportException(
        "the size of input '"
            + name
            + "' is not in the network's configuration, since DL4J does"
            + " not keep it; pass it as CompactExporter.export(network,"
            + " InputType.convolutional(height, width, channels)), recurrent(size, length) for a"
            + " sequence or feedForward(size) for a vector, one type for each input");
  }

  private static boolean accepts(Layer layer, InputType type) {
    try {
      return layer.getOutputType(0, type) != null;
    } catch (IllegalStateException | IllegalArgumentException e) {
      // How DL4J says that it does not take such an input.
      return false;
    }
  }
}
