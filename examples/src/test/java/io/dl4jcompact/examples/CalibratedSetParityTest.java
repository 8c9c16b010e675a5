package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dl4jcompact.core.OneDnn;
import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.examples.data.ImageRecordReader;
import io.dl4jcompact.examples.data.Split;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.quant.Calibrated;
import io.dl4jcompact.quant.Calibration;
import java.io.IOException;
import java.util.Optional;
import org.datavec.api.split.CollectionInputSplit;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A float network, its calibrated form and that one's model, on all bundled test images. */
class CalibratedSetParityTest {

  private static final InputType INPUT = InputType.convolutional(28, 28, 1);
  private static final int BATCH = 64;
  private static final int TRAINING_BATCHES = 20;
  private static final int CALIBRATION_BATCHES = 4;

  @Test
  void eightBitsKeepTheClassesAndTheModelGivesTheSame() throws IOException {
    MultiLayerNetwork network = train();

    Calibrated<MultiLayerNetwork> calibrated =
        new Calibration().apply(network, batches(Split.TRAIN, CALIBRATION_BATCHES));

    Outputs floats = outputs(network);
    Outputs integers = outputs(calibrated.result());
    Outputs model =
        Outputs.of(CompactExporter.export(calibrated.result(), INPUT), reader(Split.TEST).images());
    assertArrayEquals(integers.classes(), model.classes());
    assertThat(Agreement.of(integers, floats).sameClass()).isGreaterThan(3_900);
    assertThat(calibrated.report().layer("out-dense").inNetwork()).isGreaterThan(25);
  }

  private static Outputs outputs(MultiLayerNetwork network) throws IOException {
    return NetworkTiming.of(network, batches(Split.TEST, Integer.MAX_VALUE)).outputs();
  }

  private static MultiLayerNetwork train() throws IOException {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder().seed(7).updater(new Adam(2e-3)).list();
    for (int outputs : new int[] {8, 16}) {
      list.layer(
              new ConvolutionLayer.Builder(3, 3)
                  .nOut(outputs)
                  .activation(Activation.IDENTITY)
                  .build())
          .layer(new BatchNormalization())
          .layer(new ActivationLayer(Activation.RELU))
          .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build());
    }
    list.layer(
        new OutputLayer.Builder(LossFunction.MCXENT)
            .name("out")
            .nOut(Dataset.CLASSES)
            .activation(Activation.SOFTMAX)
            .build());
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
