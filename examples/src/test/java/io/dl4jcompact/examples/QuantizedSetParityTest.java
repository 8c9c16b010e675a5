package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dl4jcompact.core.OneDnn;
import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.examples.data.ImageRecordReader;
import io.dl4jcompact.examples.data.Split;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.Exported;
import io.dl4jcompact.quant.QuantizedConvolutionBlock;
import io.dl4jcompact.quant.QuantizedConvolutionLayer;
import io.dl4jcompact.quant.QuantizedDenseLayer;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.datavec.api.split.CollectionInputSplit;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Networks of few-bit integers, trained on the bundled images, against their exported models on all
 * test images: the same integers, so that probabilities differ by the rounding of floats alone.
 */
class QuantizedSetParityTest {

  private static final InputType INPUT = InputType.convolutional(28, 28, 1);
  private static final int TRAINING_BATCHES = 20;
  private static final int BATCH = 64;
  private static final float ROUNDING = 1e-6f;

  @ParameterizedTest
  @ValueSource(ints = {8, 4, 2})
  void everyImageHasTheProbabilitiesOfTheNetwork(int bits) throws IOException {
    MultiLayerNetwork network = train(bits);
    Exported exported =
        CompactExporter.exportWithReport(network, ExportOptions.DEFAULT.withInputTypes(INPUT));

    Outputs actual = Outputs.of(exported.model(), reader(Split.TEST).images());
    Outputs expected = NetworkTiming.of(network, batches(reader(Split.TEST))).outputs();

    assertThat(expected.classes()).hasSize(4_000);
    assertArrayEquals(expected.classes(), actual.classes());
    assertArrayEquals(expected.values(), actual.values(), ROUNDING);
    for (String name : List.of("first", "second")) {
      assertThat(exported.report().layer(name).note()).isEqualTo("gives integers");
    }
  }

  private static QuantizedConvolutionLayer convolution(int bits, int outputs) {
    return new QuantizedConvolutionLayer.Builder(3, 3).bits(bits).nOut(outputs).build();
  }

  private static MultiLayerNetwork train(int bits) throws IOException {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().seed(7).updater(new Adam(2e-3)).list();
    new QuantizedConvolutionBlock("first", convolution(bits, 8)).addTo(list);
    list.layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build());
    new QuantizedConvolutionBlock("second", convolution(bits, 16)).addTo(list);
    list.layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build());
    list.layer(new QuantizedDenseLayer.Builder().bits(bits).nOut(Dataset.CLASSES).build());
    list.layer(new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build());
    MultiLayerNetwork network = new MultiLayerNetwork(list.setInputType(INPUT).build());
    network.init();
    OneDnn.install(network);
    network.fit(
        new RecordReaderDataSetIterator(
            reader(Split.TRAIN), BATCH, 1, Dataset.CLASSES, TRAINING_BATCHES));
    return network;
  }

  private static RecordReaderDataSetIterator batches(ImageRecordReader reader) {
    return new RecordReaderDataSetIterator(reader, BATCH, 1, Dataset.CLASSES);
  }

  private static ImageRecordReader reader(Split split) throws IOException {
    ImageRecordReader reader = new ImageRecordReader(Dataset.FASHION_MNIST);
    reader.initialize(
        new CollectionInputSplit(Dataset.FASHION_MNIST.files(split, Optional.empty())));
    return reader;
  }
}
