package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Networks of few-bit integers, trained on the bundled images, against their exported models on all
 * test images: the same integers, so that probabilities differ by the rounding of floats alone, but
 * for the few images where the float steps' own rounding decides between two integers.
 */
class QuantizedSetParityTest {

  private static final InputType INPUT = InputType.convolutional(28, 28, 1);
  private static final int TRAINING_BATCHES = 20;
  private static final int BATCH = 64;
  private static final float ROUNDING = 1e-6f;

  /** Of 4,000 images. With a bias in whole sums there were 862 of 8 bits, and 1,359 of 4. */
  private static final int MOST_TIES = 20;

  @ParameterizedTest
  @ValueSource(ints = {8, 4, 2})
  void imagesHaveTheProbabilitiesOfTheNetwork(int bits, TestReporter reporter) throws IOException {
    MultiLayerNetwork network = train(bits);
    Exported exported =
        CompactExporter.exportWithReport(network, ExportOptions.DEFAULT.withInputTypes(INPUT));

    Outputs actual = Outputs.of(exported.model(), reader(Split.TEST).images());
    Outputs expected = NetworkTiming.of(network, batches(reader(Split.TEST))).outputs();

    assertThat(expected.classes()).hasSize(4_000);
    int ties = differing(expected.values(), actual.values());
    reporter.publishEntry("images with another integer, " + bits + " bits", String.valueOf(ties));
    assertThat(ties).isLessThanOrEqualTo(MOST_TIES);
    assertThat(Agreement.of(actual, expected).sameClass()).isGreaterThanOrEqualTo(3_999);
    for (String name : List.of("first", "second")) {
      assertThat(exported.report().layer(name).note()).startsWith("gives integers");
    }
  }

  private static int differing(float[] expected, float[] actual) {
    int images = 0;
    for (int from = 0; from < expected.length; from += Dataset.CLASSES) {
      boolean same = true;
      for (int i = from; i < from + Dataset.CLASSES; i++) {
        same &= Math.abs(expected[i] - actual[i]) <= ROUNDING;
      }
      images += same ? 0 : 1;
    }
    return images;
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
