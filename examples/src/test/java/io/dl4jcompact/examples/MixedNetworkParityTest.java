package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dl4jcompact.binary.BinaryConvolutionLayer;
import io.dl4jcompact.core.OneDnn;
import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.examples.data.ImageRecordReader;
import io.dl4jcompact.examples.data.Split;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.Exported;
import io.dl4jcompact.export.LayerReport;
import io.dl4jcompact.quant.QuantizedConvolutionBlock;
import io.dl4jcompact.quant.QuantizedConvolutionLayer;
import io.dl4jcompact.quant.QuantizedDenseLayer;
import io.dl4jcompact.runtime.CompactModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.datavec.api.split.CollectionInputSplit;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Layers of 8-bit integers and of bits in one network and one file. */
class MixedNetworkParityTest {

  private static final InputType INPUT = InputType.convolutional(28, 28, 1);
  private static final int BATCH = 64;
  private static final int TRAINING_BATCHES = 12;

  @TempDir private Path directory;

  @Test
  void theLoadedModelGivesTheNetworksClassOfEveryImage() throws IOException {
    MultiLayerNetwork network = train();
    Exported exported =
        CompactExporter.exportWithReport(network, ExportOptions.DEFAULT.withInputTypes(INPUT));
    Path file = directory.resolve("mixed.d4c");
    exported.model().save(file);

    Outputs actual = Outputs.of(CompactModel.load(file), reader(Split.TEST).images());

    Outputs expected = NetworkTiming.of(network, batches(Split.TEST, Integer.MAX_VALUE)).outputs();
    assertThat(expected.classes()).hasSize(4_000);
    assertArrayEquals(expected.classes(), actual.classes());
    LayerReport integers = exported.report().layer("integers");
    LayerReport bits = exported.report().layer("bits");
    assertThat(integers.inputBits()).isEqualTo(8);
    assertThat(integers.weightBits()).isEqualTo(8);
    assertThat(bits.inputBits()).isEqualTo(1);
    assertThat(bits.weightBits()).isEqualTo(1);
    assertThat(exported.report().layer("last").inputBits()).isEqualTo(8);
  }

  private static MultiLayerNetwork train() throws IOException {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().seed(7).updater(new Adam(2e-3)).list();
    new QuantizedConvolutionBlock(
            "integers", new QuantizedConvolutionLayer.Builder(3, 3).nOut(8).build())
        .addTo(list);
    list.layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
        .layer(new BatchNormalization())
        .layer(new BinaryConvolutionLayer.Builder(3, 3).name("bits").nOut(32).build())
        .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
        .layer(new BatchNormalization())
        .layer(new QuantizedDenseLayer.Builder().name("last").nOut(Dataset.CLASSES).build())
        .layer(new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build());
    MultiLayerNetwork network = new MultiLayerNetwork(list.setInputType(INPUT).build());
    network.init();
    OneDnn.install(network);
    network.fit(batches(Split.TRAIN, TRAINING_BATCHES));
    return network;
  }

  private static RecordReaderDataSetIterator batches(Split split, int most) throws IOException {
    return new RecordReaderDataSetIterator(reader(split), BATCH, 1, Dataset.CLASSES, most);
  }

  private static ImageRecordReader reader(Split split) throws IOException {
    ImageRecordReader reader = new ImageRecordReader(Dataset.FASHION_MNIST);
    reader.initialize(
        new CollectionInputSplit(Dataset.FASHION_MNIST.files(split, Optional.empty())));
    return reader;
  }
}
