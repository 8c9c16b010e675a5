package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.quantizer.StraightThrough;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Outputs and gradients against {@link NaiveLayer}, in double: the gradients by central differences
 * of the naive layer's smooth surrogate. In float, where oneDNN computes, against those in double.
 */
class LayerGradientTest {

  private static final double STEP = 1e-5;

  static Stream<FeedForwardLayer> layers() {
    return Stream.of(StraightThrough.values())
        .flatMap(
            estimator ->
                Stream.of(true, false)
                    .flatMap(
                        scale ->
                            Stream.concat(
                                dense(estimator, scale), convolutions(estimator, scale))));
  }

  private static Stream<FeedForwardLayer> dense(StraightThrough estimator, boolean scale) {
    Quantization quantization = quantization(estimator, scale);
    return Stream.of(
            new BinaryDenseLayer.Builder().nIn(7).nOut(5),
            new BinaryDenseLayer.Builder().nIn(3).nOut(1).hasBias(false))
        .map(
            builder ->
                builder
                    .inputQuantizer(quantization.input())
                    .weightQuantizer(quantization.weights())
                    .weightScale(scale)
                    .build());
  }

  private static Stream<FeedForwardLayer> convolutions(StraightThrough estimator, boolean scale) {
    Quantization quantization = quantization(estimator, scale);
    List<Function<BinaryConvolutionLayer.Builder, BinaryConvolutionLayer.Builder>> shapes =
        List.of(
            b -> b.kernelSize(3, 2).padding(1, 1),
            b -> b.kernelSize(2, 2).stride(2, 1).hasBias(false),
            b -> b.kernelSize(2, 2).dilation(2, 2).padding(2, 1),
            b -> b.kernelSize(3, 3).convolutionMode(ConvolutionMode.Same),
            b -> b.kernelSize(2, 3).stride(2, 2).convolutionMode(ConvolutionMode.Same),
            b -> b.kernelSize(2, 2).dilation(2, 2).convolutionMode(ConvolutionMode.Same));
    return shapes.stream()
        .map(
            shape ->
                shape
                    .apply(new BinaryConvolutionLayer.Builder())
                    .nIn(3)
                    .nOut(2)
                    .inputQuantizer(quantization.input())
                    .weightQuantizer(quantization.weights())
                    .weightScale(scale)
                    .build());
  }

  private static Quantization quantization(StraightThrough estimator, boolean scale) {
    // The scale's rows take a bipolar input, the others one in {0, 1} with a threshold.
    return new Quantization(
        scale ? new SignQuantizer(-0.2f, estimator) : new StepQuantizer(0.1f, estimator),
        new SignQuantizer(0, estimator),
        scale);
  }

  private static INDArray input(FeedForwardLayer conf, DataType dataType) {
    return conf instanceof BinaryDenseLayer
        ? SingleLayer.values(dataType, 1, 4, conf.getNIn())
        : SingleLayer.values(dataType, 1, 2, conf.getNIn(), 6, 5);
  }

  private static SingleLayer withWeights(FeedForwardLayer conf, DataType dataType) {
    SingleLayer layer = SingleLayer.of(conf, dataType);
    INDArray weights = layer.layer().getParam("W");
    weights.assign(SingleLayer.values(DataType.DOUBLE, 2, weights.shape()));
    if (layer.layer().getParam("b") != null) {
      layer.layer().getParam("b").assign(SingleLayer.values(DataType.DOUBLE, 3, conf.getNOut()));
    }
    return layer;
  }

  @ParameterizedTest
  @MethodSource("layers")
  void equalTheNaiveLayerInDouble(FeedForwardLayer conf) {
    SingleLayer layer = withWeights(conf, DataType.DOUBLE);
    INDArray x = input(conf, DataType.DOUBLE);
    NaiveLayer naive = new NaiveLayer(conf, layer.layer().paramTable(), x);

    INDArray z = layer.forward(x);
    INDArray delta = SingleLayer.values(DataType.DOUBLE, 4, z.shape());
    Pair<Gradient, INDArray> gradients = layer.backward(delta);

    assertThat(z.data().asDouble()).containsExactly(naive.output(), within(1e-12));
    double[] loss = delta.dup('c').data().asDouble();
    INDArray weightGradient = gradients.getFirst().getGradientFor("W");
    INDArray channels = weightGradient.rank() == 2 ? weightGradient.transpose() : weightGradient;
    assertClose(channels, slopes(naive.w, w -> dot(loss, naive.surrogateOutput(naive.x, w))));
    assertClose(
        gradients.getSecond(), slopes(naive.x, v -> dot(loss, naive.surrogateOutput(v, naive.w))));
    if (layer.layer().getParam("b") != null) {
      INDArray sum = delta.rank() == 2 ? delta.sum(0) : delta.sum(0, 2, 3);
      assertClose(gradients.getFirst().getGradientFor("b"), sum.data().asDouble());
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void floatEqualsDouble(FeedForwardLayer conf) {
    SingleLayer exact = withWeights((FeedForwardLayer) conf.clone(), DataType.DOUBLE);
    SingleLayer fast = withWeights(conf, DataType.FLOAT);

    INDArray z = exact.forward(input(conf, DataType.DOUBLE));
    INDArray fastZ = fast.forward(input(conf, DataType.DOUBLE).castTo(DataType.FLOAT));
    INDArray delta = SingleLayer.values(DataType.DOUBLE, 4, z.shape());
    Pair<Gradient, INDArray> gradients = exact.backward(delta);
    Pair<Gradient, INDArray> fastGradients = fast.backward(delta.castTo(DataType.FLOAT));

    assertThat(fastZ.castTo(DataType.DOUBLE).equalsWithEps(z, 1e-5)).isTrue();
    assertThat(
            fastGradients
                .getSecond()
                .castTo(DataType.DOUBLE)
                .equalsWithEps(gradients.getSecond(), 1e-3))
        .isTrue();
    gradients
        .getFirst()
        .gradientForVariable()
        .forEach(
            (key, gradient) ->
                assertThat(
                        fastGradients
                            .getFirst()
                            .getGradientFor(key)
                            .castTo(DataType.DOUBLE)
                            .equalsWithEps(gradient, 1e-3))
                    .as(key)
                    .isTrue());
  }

  @ParameterizedTest
  @MethodSource("layers")
  void inferenceEqualsTraining(FeedForwardLayer conf) {
    SingleLayer layer = withWeights(conf, DataType.FLOAT);
    INDArray x = input(conf, DataType.FLOAT);

    INDArray output = layer.layer().activate(x, false, LayerWorkspaceMgr.noWorkspaces());

    assertThat(output.dup('c')).isEqualTo(layer.forward(x));
  }

  private static void assertClose(INDArray actual, double[] expected) {
    assertThat(actual.dup('c').data().asDouble()).containsExactly(expected, within(1e-6));
  }

  private static double[] slopes(double[] at, Function<double[], Double> loss) {
    double[] slopes = new double[at.length];
    for (int i = 0; i < at.length; i++) {
      double[] moved = at.clone();
      moved[i] = at[i] + STEP;
      double up = loss.apply(moved);
      moved[i] = at[i] - STEP;
      slopes[i] = (up - loss.apply(moved)) / (2 * STEP);
    }
    return slopes;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
