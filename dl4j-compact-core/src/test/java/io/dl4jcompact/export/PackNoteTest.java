package io.dl4jcompact.export;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

/** Of a layer that is gone the report says which layer does its work, before it or behind it. */
final class PackNoteTest {

  private static final InputType IMAGE = InputType.convolutional(4, 4, 2);

  private PackReport report;

  @BeforeEach
  void export() {
    ComputationGraph network =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("image")
                .addLayer("pad1", new ZeroPaddingLayer.Builder(1, 1).build(), "image")
                .addLayer("conv1", convolution(2), "pad1")
                .addLayer("pad2", new ZeroPaddingLayer.Builder(1, 1).build(), "conv1")
                .addLayer("conv2", convolution(3), "pad2")
                .addVertex(
                    "flat",
                    new PreprocessorVertex(new CnnToFeedForwardPreProcessor(4, 4, 3)),
                    "conv2")
                .addLayer("dense", new DenseLayer.Builder().nIn(48).nOut(5).build(), "flat")
                .addLayer("one", new ActivationLayer(Activation.CUBE), "dense")
                .addLayer("two", new ActivationLayer(Activation.CUBE), "dense")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "one", "two")
                .addLayer("unused", new ActivationLayer(Activation.TANH), "dense")
                .addLayer(
                    "out",
                    new OutputLayer.Builder().nIn(5).nOut(2).activation(Activation.SOFTMAX).build(),
                    "sum")
                .setOutputs("out")
                .allowDisconnected(true)
                .build());
    network.init();
    ExportOptions options = ExportOptions.DEFAULT.withInputTypes(IMAGE);
    report = CompactExporter.exportWithReport(network, options).report();
  }

  private static ConvolutionLayer convolution(int outputs) {
    return new ConvolutionLayer.Builder(3, 3).nIn(2).nOut(outputs).build();
  }

  @Test
  void aPaddingIsDoneByTheLayerBehindIt() {
    assertThat(report.layer("pad1").note()).isEqualTo("folded into 'conv1'");
    assertThat(report.layer("pad2").note()).isEqualTo("folded into 'conv2'");
  }

  @Test
  void aFlatteningIsDoneByTheLayerBehindIt() {
    assertThat(report.layer("flat").note()).isEqualTo("folded into 'dense'");
  }

  @Test
  void whatIsComputedOnceIsSaidToBe() {
    assertThat(report.layer("two").note()).isEqualTo("computed once, with 'one'");
  }

  @Test
  void whatNoOutputNeedsIsSaidToBe() {
    assertThat(report.layer("unused").note()).isEqualTo("no output of the model needs it");
  }
}
