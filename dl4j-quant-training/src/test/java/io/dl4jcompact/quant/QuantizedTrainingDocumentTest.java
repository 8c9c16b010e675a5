package io.dl4jcompact.quant;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** docs/quantized-training.md: its network, and the names that it tells. */
class QuantizedTrainingDocumentTest {

  private static final Path DOCUMENT = Path.of("..", "docs", "quantized-training.md");

  @Test
  void theNetworkOfTheDocumentRuns() {
    NeuralNetConfiguration.ListBuilder list =
        new NeuralNetConfiguration.Builder()
            .seed(42)
            .updater(new ClippedGradient(new Adam(1e-3), 1))
            .list();
    new QuantizedConvolutionBlock(
            "first", new QuantizedConvolutionLayer.Builder(3, 3).nOut(32).build())
        .addTo(list);
    list.layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build());
    new QuantizedConvolutionBlock(
            "second", new QuantizedConvolutionLayer.Builder(3, 3).nOut(64).build())
        .addTo(list);
    list.layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
        .layer(new QuantizedDenseLayer.Builder().nOut(10).build())
        .layer(new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build())
        .setInputType(InputType.convolutional(28, 28, 1));
    MultiLayerNetwork network = new MultiLayerNetwork(list.build());
    network.init();

    assertThat(network.output(Nd4j.zeros(DataType.FLOAT, 2, 1, 28, 28)).shape())
        .containsExactly(2, 10);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        QuantizedDenseLayer.class,
        QuantizedConvolutionLayer.class,
        QuantizedConvolutionBlock.class,
        CompensationLayer.class,
        AffineQuantizerLayer.class,
        Calibration.class,
        Calibrated.class,
        SqnrReport.class,
        ClippedGradient.class,
        QuantizationScheme.class,
        BackwardScheme.class,
        MinMaxObserver.class,
        MovingAverageObserver.class,
        PercentileObserver.class,
        HistogramObserver.class
      })
  void everyClassThatUsersNameIsInTheDocument(Class<?> type) throws IOException {
    assertThat(Files.readString(DOCUMENT)).contains(type.getSimpleName());
  }
}
