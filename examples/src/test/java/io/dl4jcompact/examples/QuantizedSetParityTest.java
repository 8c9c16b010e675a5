package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.core.OneDnn;
import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.examples.data.ImageRecordReader;
import io.dl4jcompact.examples.data.Split;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.quant.QuantizedConvolutionBlock;
import io.dl4jcompact.quant.QuantizedConvolutionLayer;
import io.dl4jcompact.quant.QuantizedDenseLayer;
import io.dl4jcompact.runtime.CompactModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.datavec.api.split.CollectionInputSplit;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A network of 8-bit integers, trained on the bundled images, against its exported model on all
 * test images: the same classes, but for ties, of which there are at most {@value #MOST_TIES} in
 * 4,000. A tie is an image whose two greatest probabilities differ by less than {@value #TIE}.
 */
class QuantizedSetParityTest {

  private static final InputType INPUT = InputType.convolutional(28, 28, 1);
  private static final int TRAINING_BATCHES = 20;
  private static final int BATCH = 64;
  private static final int MOST_TIES = 4;
  private static final float TIE = 0.001f;

  @Test
  void classesAgreeOnEveryImage(TestReporter reporter) throws IOException {
    MultiLayerNetwork network = train();
    CompactModel model = CompactExporter.export(network, INPUT);

    Outputs actual = Outputs.of(model, reader(Split.TEST).images());
    Outputs expected = NetworkTiming.of(network, batches(reader(Split.TEST))).outputs();

    byte[] classes = expected.classes();
    byte[] found = actual.classes();
    assertThat(classes).hasSize(4_000);
    List<Float> margins = new ArrayList<>();
    for (int image = 0; image < classes.length; image++) {
      if (found[image] != classes[image]) {
        int from = image * Dataset.CLASSES;
        float greatest = expected.values()[from + classes[image]];
        margins.add(greatest - expected.values()[from + found[image]]);
      }
    }
    reporter.publishEntry("margins of images that differ", margins.toString());
    assertThat(margins).hasSizeLessThanOrEqualTo(MOST_TIES);
    assertThat(margins).allMatch(margin -> margin < TIE);
  }

  private static MultiLayerNetwork train() throws IOException {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().seed(7).updater(new Adam(2e-3)).list();
    new QuantizedConvolutionBlock(
            "first", new QuantizedConvolutionLayer.Builder(3, 3).nOut(8).build())
        .addTo(list);
    list.layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build());
    new QuantizedConvolutionBlock(
            "second", new QuantizedConvolutionLayer.Builder(3, 3).nOut(16).build())
        .addTo(list);
    list.layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build());
    list.layer(new QuantizedDenseLayer.Builder().nOut(Dataset.CLASSES).build());
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
