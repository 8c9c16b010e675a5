package io.dl4jcompact.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import onnx.Onnx;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Files, and what is said in them; what models compute is tested by the parity tests. */
final class OnnxExportTest {

  @TempDir private Path directory;

  private static MultiLayerNetwork network() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new DenseLayer.Builder().nIn(4).nOut(5).name("hidden").build())
                .layer(
                    new OutputLayer.Builder()
                        .nIn(5)
                        .nOut(3)
                        .name("classes")
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    return network;
  }

  private static Onnx.ModelProto read(Path file) throws IOException {
    return Onnx.ModelProto.parseFrom(Files.readAllBytes(file));
  }

  @Test
  void aFileReplacesTheOneBeforeAndGivesWhatTheNetworkGives() throws IOException {
    MultiLayerNetwork network = network();
    ComputationGraph graph = network.toComputationGraph();
    INDArray input = new RandomNumbers(1).grid(6, 4);
    Path file = directory.resolve("model.onnx");
    Files.writeString(file, "something else");

    OnnxExport.write(network, file);

    float[] expected = Parity.values(network.output(input));
    assertArrayEquals(expected, OnnxRun.outputs(Files.readAllBytes(file), input)[0], 1e-6f);
    OnnxExport.write(graph, file);
    assertArrayEquals(expected, OnnxRun.outputs(Files.readAllBytes(file), input)[0], 1e-6f);
    OnnxExport.write(network, InputType.feedForward(4), file);
    assertThat(directory.toFile().list()).containsExactly("model.onnx");
  }

  @Test
  void namesLabelsAndProvenanceAreWritten() throws IOException {
    Path file = directory.resolve("model.onnx");
    ExportOptions options =
        ExportOptions.DEFAULT
            .withName("flowers")
            .withLabels(List.of("rose", "tulip", "lily"))
            .withProvenance("seed", "1");

    OnnxExport.write(network(), options, file);

    Onnx.ModelProto model = read(file);
    assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(13);
    assertThat(model.getGraph().getName()).isEqualTo("flowers");
    assertThat(model.getMetadataPropsList())
        .extracting(p -> p.getKey() + "=" + p.getValue())
        .containsExactly("seed=1", "labels=rose\ntulip\nlily");
    assertThat(model.getGraph().getInput(0).getName()).isEqualTo("input");
    assertThat(model.getGraph().getOutput(0).getName()).isEqualTo("classes");
    assertThat(model.getGraph().getNodeList())
        .extracting(Onnx.NodeProto::getName)
        .contains("hidden/convolution/Gemm");
  }

  @Test
  void labelsOfAnotherNumberAreRefused() {
    ExportOptions options = ExportOptions.DEFAULT.withLabels(List.of("one"));
    assertThatThrownBy(() -> OnnxExport.toBytes(network(), options))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("1 labels for an output of 3 values");
  }

  @Test
  void aPoolingThatOnnxDoesNotHaveIsRefusedByName() {
    InputType input = InputType.convolutional(5, 5, 1);
    MultiLayerNetwork network =
        ExportRefusalTest.network(
            input,
            new SubsamplingLayer.Builder()
                .name("wide")
                .kernelSize(1, 1)
                .stride(1, 1)
                .padding(1, 1)
                .build());
    assertThatThrownBy(
            () -> OnnxExport.toBytes(network, ExportOptions.DEFAULT.withInputTypes(input)))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("layer 'wide'")
        .hasMessageContaining("cannot be written as ONNX");
  }

  @Test
  void whereThereIsNoDirectoryIsSaid() {
    Path file = directory.resolve("missing/model.onnx");
    assertThatThrownBy(() -> OnnxExport.write(network(), file))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("there is no directory")
        .hasMessageContaining("make it first");
  }
}
