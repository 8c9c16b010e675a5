package io.dl4jcompact.export;

import io.dl4jcompact.export.pass.Optimised;
import io.dl4jcompact.export.pass.Passes;
import io.dl4jcompact.runtime.CompactModel;
import java.util.Objects;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Turns a trained network into a compact model, which computes what the network's {@code output}
 * does: one-bit layers exactly, floats within rounding.
 *
 * <p>The network is not changed. Its inputs' sizes are inferred where its configuration determines
 * them; a network that starts with a convolution on maps needs them told, since DL4J does not keep
 * them: {@code CompactExporter.export(network, InputType.convolutional(height, width, channels))}.
 *
 * <p>All methods throw {@link ExportException} if a layer is not supported, a parameter is NaN or
 * infinite, an input's type is not known, or the labels are not as many as the first output's
 * channels; the message names it and says what to do.
 */
public final class CompactExporter {

  private CompactExporter() {}

  /** The model of a network whose input type can be inferred. */
  public static CompactModel export(MultiLayerNetwork network) {
    return export(network, ExportOptions.DEFAULT);
  }

  /** The model of a network with the given input. */
  public static CompactModel export(MultiLayerNetwork network, InputType input) {
    return export(network, ExportOptions.DEFAULT.withInputTypes(input));
  }

  /** The model of a network. */
  public static CompactModel export(MultiLayerNetwork network, ExportOptions options) {
    return exportWithReport(network, options).model();
  }

  /** The model of a network whose input type can be inferred, and what became of each layer. */
  public static Exported exportWithReport(MultiLayerNetwork network) {
    return exportWithReport(network, ExportOptions.DEFAULT);
  }

  /** The model of a network, and what became of each layer. */
  public static Exported exportWithReport(MultiLayerNetwork network, ExportOptions options) {
    Objects.requireNonNull(network, "network");
    return finish(MultiLayerTranslator.translate(network, options), options);
  }

  /** The model of a network whose input types can be inferred. */
  public static CompactModel export(ComputationGraph network) {
    return export(network, ExportOptions.DEFAULT);
  }

  /** The model of a network with the given inputs, in the order of its inputs. */
  public static CompactModel export(ComputationGraph network, InputType... inputs) {
    return export(network, ExportOptions.DEFAULT.withInputTypes(inputs));
  }

  /** The model of a network. */
  public static CompactModel export(ComputationGraph network, ExportOptions options) {
    return exportWithReport(network, options).model();
  }

  /** The model of a network whose input types can be inferred, and what became of each layer. */
  public static Exported exportWithReport(ComputationGraph network) {
    return exportWithReport(network, ExportOptions.DEFAULT);
  }

  /** The model of a network, and what became of each layer and vertex. */
  public static Exported exportWithReport(ComputationGraph network, ExportOptions options) {
    Objects.requireNonNull(network, "network");
    return finish(ComputationGraphTranslator.translate(network, options), options);
  }

  private static Exported finish(Translation translation, ExportOptions options) {
    translation.requireLabels(options.labels().size());
    Optimised optimised = translation.optimised(Passes.IN_ORDER);
    CompactModel model = new CompactModel(optimised.graph(), options.modelInfo());
    return new Exported(model, PackReporter.report(translation, optimised));
  }
}
