package io.dl4jcompact.elastic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dl4jcompact.core.SingleLayer;
import io.dl4jcompact.elastic.layers.ElasticOperator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Slices of one layer in double: the output by plain loops, the gradients by central differences,
 * which are 0 where a parameter has no part in the output.
 */
class ElasticSliceGradientTest {

  private static final double STEP = 1e-5;

  /**
   * @param inputType of the whole layer
   * @param channels that arrive
   * @param naive the output in c order, of parameters and input
   */
  record Slice(
      String name,
      FeedForwardLayer conf,
      InputType inputType,
      int channels,
      Map<Dimension, Integer> sizes,
      BiFunction<Map<String, INDArray>, INDArray, double[]> naive) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Slice> slices() {
    return Stream.of(
        dense("dense, width and inputs", 3, 2),
        dense("dense, inputs", 3, 5),
        dense("dense, width", 4, 2),
        convolution("convolution, all smaller", false, 2, 2, 3),
        convolution("convolution, smallest kernel", false, 3, 4, 1),
        convolution("convolution, transformed", true, 2, 2, 3),
        convolution("convolution, transformed twice", true, 3, 2, 1),
        convolution("convolution, transformation unused", true, 2, 4, 5),
        normalization("normalisation of vectors", InputType.feedForward(5), 3),
        normalization("normalisation of images", InputType.convolutional(3, 2, 4), 2),
        block("block, whole", 6, 3, 5),
        block("block, channels", 4, 3, 5),
        block("block, all smaller", 5, 1, 2),
        embedding("patches, whole", false, 2, 5),
        embedding("patches, all smaller, class token", true, 1, 3),
        pooling("mean of tokens", false, 4),
        pooling("first token, channels", true, 3));
  }

  private static Slice embedding(String name, boolean classToken, int channels, int embedding) {
    return new Slice(
        name,
        new ElasticPatchEmbedding.Builder(2).embeddings(3, 5).classToken(classToken).build(),
        InputType.convolutional(4, 6, 2),
        channels,
        Map.of(Dimension.EMBEDDING, embedding),
        (parameters, input) -> NaiveTransformer.patches(parameters, input, embedding));
  }

  private static Slice pooling(String name, boolean classToken, int channels) {
    return new Slice(
        name,
        new ElasticTokenPooling.Builder().classToken(classToken).build(),
        InputType.recurrent(4, 3),
        channels,
        Map.of(),
        (parameters, input) -> NaiveTransformer.pooled(parameters, input, classToken));
  }

  private static Slice block(String name, int channels, int heads, int hidden) {
    return new Slice(
        name,
        new ElasticTransformerBlock.Builder().heads(1, 3).headSize(2).mlpWidths(2, 5).build(),
        InputType.recurrent(6, 3),
        channels,
        Map.of(Dimension.HEADS, heads, Dimension.MLP, hidden),
        (parameters, input) -> NaiveTransformer.block(parameters, input, heads, 2, hidden));
  }

  private static Slice dense(String name, int inputs, int outputs) {
    return new Slice(
        name,
        new ElasticDenseLayer.Builder()
            .nOut(5)
            .widths(2, 5)
            .activation(Activation.IDENTITY)
            .build(),
        InputType.feedForward(4),
        inputs,
        Map.of(Dimension.WIDTH, outputs),
        (parameters, input) -> NaiveDense.output(parameters, input, outputs));
  }

  private static Slice convolution(
      String name, boolean transform, int inputs, int outputs, int kernel) {
    ElasticConvolutionLayer conf =
        new ElasticConvolutionLayer.Builder()
            .nOut(4)
            .widths(2, 4)
            .kernelSizes(1, 3, 5)
            .kernelTransform(transform)
            .padding(2, 3)
            .stride(1, 2)
            .activation(Activation.IDENTITY)
            .cudnnAllowFallback(false)
            .build();
    int lost = (5 - kernel) / 2;
    ConvolutionLayer window =
        new ConvolutionLayer.Builder(kernel, kernel)
            .padding(2 - lost, 3 - lost)
            .stride(1, 2)
            .convolutionMode(ConvolutionMode.Truncate)
            .nOut(outputs)
            .build();
    return new Slice(
        name,
        conf,
        InputType.convolutional(5, 6, 3),
        inputs,
        Map.of(Dimension.WIDTH, outputs, Dimension.KERNEL, kernel),
        (parameters, input) -> {
          Map<Integer, INDArray> transforms = new HashMap<>();
          if (transform) {
            transforms.put(3, parameters.get("T3"));
            transforms.put(1, parameters.get("T1"));
          }
          INDArray kernels =
              NaiveImages.kernels(parameters.get("W"), outputs, inputs, kernel, transforms);
          return NaiveImages.convolve(window, kernels, parameters.get("b"), input);
        });
  }

  private static Slice normalization(String name, InputType inputType, int channels) {
    return new Slice(
        name,
        new ElasticBatchNormalization.Builder().eps(0.01).build(),
        inputType,
        channels,
        Map.of(),
        (parameters, input) ->
            NaiveNormalization.output(
                parameters.get("gamma"), parameters.get("beta"), input, 0.01));
  }

  private final Map<String, INDArray> parameters = new HashMap<>();

  private SingleLayer layer(Slice slice) {
    return layer(slice, DataType.DOUBLE);
  }

  private SingleLayer layer(Slice slice, DataType dataType) {
    FeedForwardLayer conf = (FeedForwardLayer) slice.conf().clone();
    SingleLayer layer = SingleLayer.of(conf, slice.inputType(), dataType);
    Nd4j.getRandom().setSeed(5);
    layer
        .layer()
        .paramTable()
        .forEach(
            (key, values) -> {
              values.assign(Nd4j.rand(DataType.DOUBLE, values.shape()).subi(0.5));
              parameters.put(key, values);
            });
    ((ElasticOperator) layer.layer()).slices().activate(slice.sizes());
    return layer;
  }

  private static INDArray input(Slice slice) {
    long[] shape = slice.inputType().getShape(true);
    shape[0] = 4;
    shape[1] = slice.channels();
    return Nd4j.rand(DataType.DOUBLE, shape).subi(0.5);
  }

  @ParameterizedTest
  @MethodSource("slices")
  void outputIsTheNaiveOne(Slice slice) {
    SingleLayer layer = layer(slice);
    INDArray input = input(slice);

    INDArray output = layer.forward(input);

    assertArrayEquals(
        slice.naive().apply(parameters, input), output.data().asDouble(), 1e-10, slice.name());
  }

  @ParameterizedTest
  @MethodSource("slices")
  void gradientsAreTheSlopes(Slice slice) {
    SingleLayer layer = layer(slice);
    INDArray input = input(slice);
    INDArray delta = Nd4j.rand(DataType.DOUBLE, layer.forward(input).shape()).subi(0.5);
    // Of a pass before, which must not stay.
    layer.backward(delta);
    layer.forward(input);

    Pair<Gradient, INDArray> gradients = layer.backward(delta);

    assertArrayEquals(
        slopes(slice, input, input, delta), values(gradients.getSecond()), 1e-6, "of the input");
    for (String key : List.copyOf(parameters.keySet())) {
      if (layer.layer().updaterDivideByMinibatch(key)) {
        double[] actual = values(gradients.getFirst().getGradientFor(key));
        assertArrayEquals(slopes(slice, parameters.get(key), input, delta), actual, 1e-6, key);
      }
    }
    assertThat(parameters).isNotEmpty();
  }

  /** In float, where oneDNN computes, one layer is at several sizes in turn. */
  @ParameterizedTest
  @MethodSource("slices")
  void floatsAfterOtherSizesEqualDoubles(Slice slice) {
    SingleLayer doubles = layer(slice);
    SingleLayer floats = layer(slice, DataType.FLOAT);
    INDArray input = input(slice);
    INDArray delta = Nd4j.rand(DataType.DOUBLE, doubles.forward(input).shape()).subi(0.5);
    ElasticOperator operator = (ElasticOperator) floats.layer();
    Map<Dimension, Integer> largest = new HashMap<>();
    operator.slices().conf().choices().forEach((key, all) -> largest.put(key, all[all.length - 1]));
    operator.slices().activate(largest);
    floats.forward(input.castTo(DataType.FLOAT));
    operator.slices().activate(slice.sizes());

    double[] output = values(floats.forward(input.castTo(DataType.FLOAT)));
    Pair<Gradient, INDArray> gradients = floats.backward(delta.castTo(DataType.FLOAT));
    Pair<Gradient, INDArray> expected = doubles.backward(delta);

    assertArrayEquals(values(doubles.forward(input)), output, 1e-4);
    assertArrayEquals(values(expected.getSecond()), values(gradients.getSecond()), 1e-3);
    for (Map.Entry<String, INDArray> of : expected.getFirst().gradientForVariable().entrySet()) {
      INDArray actual = gradients.getFirst().getGradientFor(of.getKey());
      assertArrayEquals(values(of.getValue()), values(actual), 1e-3, of.getKey());
    }
    assertThat(expected.getFirst().gradientForVariable()).isNotEmpty();
  }

  /** Central differences of the naive output, in c order. */
  private double[] slopes(Slice slice, INDArray moved, INDArray input, INDArray delta) {
    double[] weights = values(delta);
    double[] slopes = new double[(int) moved.length()];
    long[] shape = moved.shape();
    for (int i = 0; i < slopes.length; i++) {
      long[] index = new long[shape.length];
      long rest = i;
      for (int d = shape.length - 1; d >= 0; d--) {
        index[d] = rest % shape[d];
        rest /= shape[d];
      }
      double value = moved.getDouble(index);
      moved.putScalar(index, value + STEP);
      double up = dot(weights, slice.naive().apply(parameters, input));
      moved.putScalar(index, value - STEP);
      double down = dot(weights, slice.naive().apply(parameters, input));
      moved.putScalar(index, value);
      slopes[i] = (up - down) / (2 * STEP);
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

  private static double[] values(INDArray array) {
    return array.dup('c').data().asDouble();
  }
}
