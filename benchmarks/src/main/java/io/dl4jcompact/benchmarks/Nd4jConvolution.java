package io.dl4jcompact.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** A convolution on floats by ND4J's oneDNN, alone or with what follows it in a network. */
final class Nd4jConvolution {

  private static final double EPSILON = 1e-5;

  private final Product product;
  private final INDArray weights;

  private Nd4jConvolution(Product product) {
    this.product = product;
    int kernel = product.window().kernelHeight();
    weights =
        array(product.weights(), product.outputs(), kernel, kernel, product.type().channels());
  }

  /** All orders of input and weights; each gives sums [1, row, column, output]. */
  static List<Supplier<INDArray>> forms(Product product) {
    return new Nd4jConvolution(product).allForms(Optional.empty());
  }

  /**
   * The same with a batch normalisation that subtracts the given means, and ReLU; each gives [1,
   * row, column, output].
   */
  static List<Supplier<INDArray>> layerForms(Product product, float[] means) {
    return new Nd4jConvolution(product).allForms(Optional.of(Nd4j.createFromArray(means)));
  }

  private List<Supplier<INDArray>> allForms(Optional<INDArray> means) {
    int size = product.type().height();
    INDArray last = array(product.inputs(), 1, size, size, product.type().channels());
    INDArray first = last.permute(0, 3, 1, 2).dup('c');
    List<Supplier<INDArray>> forms = new ArrayList<>();
    for (WeightsFormat order : WeightsFormat.values()) {
      forms.add(form(last, Conv2DConfig.NHWC, order, means));
      Supplier<INDArray> channelsFirst = form(first, Conv2DConfig.NCHW, order, means);
      forms.add(() -> channelsFirst.get().permute(0, 2, 3, 1));
    }
    return forms;
  }

  private Supplier<INDArray> form(
      INDArray input, String format, WeightsFormat order, Optional<INDArray> means) {
    int channelAxis = format.equals(Conv2DConfig.NHWC) ? 3 : 1;
    long[] shape = input.shape().clone();
    shape[channelAxis] = product.outputs();
    INDArray sums = Nd4j.createUninitialized(DataType.FLOAT, shape);
    Conv2DConfig config =
        Conv2DConfig.builder()
            .kH(product.window().kernelHeight())
            .kW(product.window().kernelWidth())
            .paddingMode(PaddingMode.SAME)
            .dataFormat(format)
            .weightsFormat(order)
            .build();
    Conv2D convolution =
        new Conv2D(new INDArray[] {input, ordered(order)}, new INDArray[] {sums}, config);
    if (means.isEmpty()) {
      return () -> Nd4j.exec(convolution)[0];
    }
    CustomOp normalization = normalization(sums, means.get(), channelAxis);
    return () -> {
      Nd4j.exec(convolution);
      return Transforms.relu(Nd4j.exec(normalization)[0], false);
    };
  }

  private INDArray ordered(WeightsFormat order) {
    return switch (order) {
      case OYXI -> weights;
      case OIYX -> weights.permute(0, 3, 1, 2).dup('c');
      case YXIO -> weights.permute(1, 2, 3, 0).dup('c');
    };
  }

  /** y = (x - mean) / √(variance + ε), with variance + ε = 1. */
  private static CustomOp normalization(INDArray sums, INDArray means, int channelAxis) {
    INDArray ones = Nd4j.onesLike(means);
    return DynamicCustomOp.builder("batchnorm")
        .addInputs(sums, means, ones.sub(EPSILON), ones, Nd4j.zerosLike(means))
        .addOutputs(sums.ulike())
        .addIntegerArguments(1, 1, channelAxis)
        .addFloatingPointArguments(EPSILON)
        .build();
  }

  private static INDArray array(byte[] values, long... shape) {
    return Nd4j.createFromArray(values).castTo(DataType.FLOAT).reshape('c', shape);
  }
}
