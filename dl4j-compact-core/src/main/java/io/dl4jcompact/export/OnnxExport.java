package io.dl4jcompact.export;

import io.dl4jcompact.export.onnx.OnnxGraph;
import io.dl4jcompact.export.pass.Passes;
import io.dl4jcompact.runtime.format.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Writes a trained network as an ONNX model, operator set 13, for any runtime that reads it.
 *
 * <p>Float layers become float operations. Layers of integers become pairs of QuantizeLinear and
 * DequantizeLinear around float operations, with weights of one byte and a scale for each output
 * channel, which runtimes fuse to integer arithmetic. One-bit layers become float operations on the
 * numbers that their bits stand for.
 *
 * <p>The model's inputs and outputs have Deeplearning4j's layout and any batch; a sequence is a map
 * of one row. Labels and provenance become the model's metadata. Scalings of pixels are left out:
 * the model takes floats.
 *
 * <p>All methods throw {@link ExportException} where {@link CompactExporter} does, and if ONNX has
 * no such operation; the message names the layer. Methods that write a file write it as a whole or
 * not at all, and throw {@link IOException} if they cannot; the message names the file, the cause
 * and the remedy.
 */
public final class OnnxExport {

  private OnnxExport() {}

  /** Writes a network whose input type can be inferred. */
  public static void write(MultiLayerNetwork network, Path file) throws IOException {
    write(network, ExportOptions.DEFAULT, file);
  }

  /** Writes a network with the given input. */
  public static void write(MultiLayerNetwork network, InputType input, Path file)
      throws IOException {
    write(network, ExportOptions.DEFAULT.withInputTypes(input), file);
  }

  /** Writes a network. */
  public static void write(MultiLayerNetwork network, ExportOptions options, Path file)
      throws IOException {
    write(toBytes(network, options), file);
  }

  /** Writes a network whose input types can be inferred. */
  public static void write(ComputationGraph network, Path file) throws IOException {
    write(network, ExportOptions.DEFAULT, file);
  }

  /** Writes a network. */
  public static void write(ComputationGraph network, ExportOptions options, Path file)
      throws IOException {
    write(toBytes(network, options), file);
  }

  /** The bytes of a network's file. */
  public static byte[] toBytes(MultiLayerNetwork network, ExportOptions options) {
    Objects.requireNonNull(network, "network");
    return toBytes(MultiLayerTranslator.translate(network, options), options);
  }

  /** The bytes of a network's file. */
  public static byte[] toBytes(ComputationGraph network, ExportOptions options) {
    Objects.requireNonNull(network, "network");
    return toBytes(ComputationGraphTranslator.translate(network, options), options);
  }

  private static byte[] toBytes(Translation translation, ExportOptions options) {
    translation.requireLabels(options.labels().size());
    return OnnxGraph.write(translation.optimised(Passes.FOR_ONNX).graph(), options.modelInfo());
  }

  private static void write(byte[] bytes, Path file) throws IOException {
    Objects.requireNonNull(file, "file");
    AtomicFile.SYSTEM.write(file, bytes);
  }
}
