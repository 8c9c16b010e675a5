package io.dl4jcompact.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.runtime.CompactModel;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.PixelScaling;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.DataNormalization;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerMinMaxScaler;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.dataset.api.preprocessor.VGG16ImagePreProcessor;
import org.nd4j.linalg.factory.Nd4j;

/** Models that take 8-bit pixels see the very floats that DL4J's normalisers make of them. */
final class PixelExportTest {

  private static final int SIDE = 16;
  private static final int CHANNELS = 3;
  private static final InputType IMAGE = InputType.convolutional(SIDE, SIDE, CHANNELS);

  static Stream<Arguments> normalizers() {
    NormalizerStandardize standardize =
        new NormalizerStandardize(row(123.4f, 116.7f, 100.1f), row(58.3f, 0, 0.7f));
    NormalizerMinMaxScaler unit = new NormalizerMinMaxScaler();
    unit.setFeatureStats(row(3, 0, 7.5f), row(250, 255, 199.3f));
    NormalizerMinMaxScaler shifted = new NormalizerMinMaxScaler(-0.3, 0.9);
    shifted.setFeatureStats(row(3, 20, 7.5f), row(250, 20, 199.3f));
    return Stream.of(
        Arguments.of("unit", new ImagePreProcessingScaler()),
        Arguments.of("signed", new ImagePreProcessingScaler(-1, 1)),
        Arguments.of("odd range", new ImagePreProcessingScaler(0.1, 0.7)),
        Arguments.of("range of one", new ImagePreProcessingScaler(-0.5, 0.5)),
        Arguments.of("reversed", new ImagePreProcessingScaler(1, 0)),
        Arguments.of("reversed to zero", new ImagePreProcessingScaler(0, -3)),
        Arguments.of("7 bits", new ImagePreProcessingScaler(0, 2, 7)),
        Arguments.of("standardised", standardize),
        Arguments.of("least to greatest", unit),
        Arguments.of("least to greatest, shifted", shifted),
        Arguments.of("VGG16", new VGG16ImagePreProcessor()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("normalizers")
  void everyPixelBecomesTheFloatThatDeeplearning4jMakesOfIt(
      String name, DataNormalization normalizer) throws IOException {
    INDArray images = Nd4j.create(DataType.FLOAT, 1, CHANNELS, SIDE, SIDE);
    byte[] pixels = new byte[CHANNELS * SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) i;
      images.putScalar(i, i % 256);
    }
    normalizer.transform(images);

    CompactModel model = reloaded(identity(ExportOptions.DEFAULT.withPixels(normalizer)));

    assertThat(model.predict(pixels)).containsExactly(Parity.values(images));
  }

  @Test
  void statisticsThatWereFittedAreTaken() {
    NormalizerStandardize fitted = new NormalizerStandardize();
    INDArray images = Nd4j.rand(DataType.FLOAT, 5, CHANNELS, SIDE, SIDE).muli(255);
    fitted.fit(new DataSet(images, Nd4j.ones(5, 1)));
    byte[] pixels = {1, 2, (byte) 200};

    PixelScaling scaling = PixelTranslation.of(fitted);

    INDArray image = Nd4j.createFromArray(1f, 2f, 200f).reshape(1, CHANNELS, 1, 1);
    fitted.transform(image);
    for (int channel = 0; channel < CHANNELS; channel++) {
      assertThat(scaling.apply(channel, pixels[channel] & 0xff)).isEqualTo(image.getFloat(channel));
    }
  }

  @Test
  void aScalingOfOnesOwnIsTaken() {
    PixelScaling scaling =
        new PixelScaling(Floats.of(1, 2, 3), Floats.NONE, Floats.of(0.5f), Floats.NONE);
    byte[] pixels = new byte[CHANNELS * SIDE * SIDE];

    float[] output = identity(ExportOptions.DEFAULT.withPixels(scaling)).predict(pixels);

    assertThat(output[0]).isEqualTo(-0.5f);
    assertThat(output[output.length - 1]).isEqualTo(-1.5f);
  }

  @Test
  void aModelTakesPixelsOnlyIfItWasExportedSo() {
    CompactModel model = identity(ExportOptions.DEFAULT);

    assertThatThrownBy(() -> model.predict(new byte[CHANNELS * SIDE * SIDE]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("ExportOptions.withPixels");
  }

  @Test
  void otherNormalizersAreRefused() {
    assertThatThrownBy(() -> ExportOptions.DEFAULT.withPixels(new NormalizerStandardize()))
        .isInstanceOf(ExportException.class)
        .hasMessage("NormalizerStandardize is not fitted; call its fit(..) first");
    Class<?>[] kind = {DataNormalization.class};
    Object other =
        Proxy.newProxyInstance(getClass().getClassLoader(), kind, (proxy, method, values) -> null);
    assertThatThrownBy(() -> ExportOptions.DEFAULT.withPixels((DataNormalization) other))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining(" is not supported; supported are ImagePreProcessingScaler");
    ImagePreProcessingScaler broken = new ImagePreProcessingScaler(0, Double.POSITIVE_INFINITY);
    assertThatThrownBy(() -> ExportOptions.DEFAULT.withPixels(broken))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("ImagePreProcessingScaler: scale of a pixel scaling has a NaN");
  }

  @Test
  void aScalingForOtherChannelsIsRefused() {
    PixelScaling two = new PixelScaling(Floats.of(1, 2), Floats.NONE, Floats.NONE, Floats.NONE);

    assertThatThrownBy(() -> identity(ExportOptions.DEFAULT.withPixels(two)))
        .isInstanceOf(ExportException.class)
        .hasMessage("input 'input': center of pixels has 2 values, expected 0, 1 or 3");
  }

  @Test
  void aGraphWithOneInputTakesPixels() {
    CompactModel model = CompactExporter.export(graph("a"), pixels(1));

    assertThat(model.predict(new byte[] {1, (byte) 255})).containsExactly(1, 255);
  }

  @Test
  void aGraphWithSeveralInputsIsRefused() {
    assertThatThrownBy(() -> CompactExporter.export(graph("a", "b"), pixels(2)))
        .isInstanceOf(ExportException.class)
        .hasMessage(
            "the network has 2 inputs; only a network with one can take pixels, export it without");
  }

  private static ExportOptions pixels(int inputs) {
    InputType[] types = new InputType[inputs];
    Arrays.fill(types, InputType.feedForward(2));
    return ExportOptions.DEFAULT.withInputTypes(types).withPixels(PixelScaling.NONE);
  }

  private static ComputationGraph graph(String... inputs) {
    ComputationGraph graph =
        new ComputationGraph(
            new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs(inputs)
                .addVertex("all", new MergeVertex(), inputs)
                .addLayer("out", new ActivationLayer(Activation.IDENTITY), "all")
                .setOutputs("out")
                .build());
    graph.init();
    return graph;
  }

  private static CompactModel identity(ExportOptions options) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new ActivationLayer(Activation.IDENTITY))
                .layer(new CnnLossLayer.Builder().activation(Activation.IDENTITY).build())
                .setInputType(IMAGE)
                .build());
    network.init();
    return CompactExporter.export(network, options.withInputTypes(IMAGE));
  }

  private static CompactModel reloaded(CompactModel model) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    model.write(file);
    return CompactModel.read(new ByteArrayInputStream(file.toByteArray()));
  }

  private static INDArray row(float... values) {
    return Nd4j.createFromArray(new float[][] {values});
  }
}
