package io.dl4jcompact.sparse.structure;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Deeplearning4j's layers of a plan. */
final class PlannedLayers {

  private PlannedLayers() {}

  /**
   * In their order, with names. A convolution that a shortcut ends at has no rectifier, since that
   * comes after the sum.
   *
   * @throws IllegalArgumentException if the layer has to do with tokens; the message names it
   */
  static List<Layer> of(LayerPlan plan) {
    if (plan instanceof DensePlan dense) {
      return List.of(
          new DenseLayer.Builder()
              .name(dense.name())
              .nOut(dense.nOut())
              .hasBias(dense.bias())
              .activation(Activation.RELU)
              .build());
    } else if (plan instanceof ConvolutionPlan convolution) {
      return normalised(
          convolution.batchNorm(), convolution.shortcut() == 0, convolution(convolution));
    } else if (plan instanceof DepthwisePlan depthwise) {
      return normalised(depthwise.batchNorm(), true, depthwise(depthwise));
    } else if (plan instanceof PoolingPlan pooling) {
      return List.of(pooling(pooling));
    }
    throw plan.refused(
        "a network of Deeplearning4j",
        "not made of it; vision transformers are counted and shown only");
  }

  /** A softmax. */
  static Layer output(DensePlan dense) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .name(dense.name())
        .nOut(dense.nOut())
        .hasBias(dense.bias())
        .activation(Activation.SOFTMAX)
        .build();
  }

  /** What a shortcut leads through that ends at a convolution with other channels or sizes. */
  static List<Layer> projection(ConvolutionPlan end, int stride) {
    Layer convolution =
        new ConvolutionLayer.Builder(1, 1)
            .name(end.name() + "/shortcut")
            .nOut(end.nOut())
            .stride(stride, stride)
            .hasBias(end.bias())
            .activation(Activation.IDENTITY)
            .build();
    return normalised(end.batchNorm(), false, convolution);
  }

  private static Layer convolution(ConvolutionPlan plan) {
    return new ConvolutionLayer.Builder(plan.kernel(), plan.kernel())
        .name(plan.name())
        .nOut(plan.nOut())
        .stride(plan.stride(), plan.stride())
        .padding(plan.padding(), plan.padding())
        .hasBias(plan.bias())
        .activation(Activation.IDENTITY)
        .build();
  }

  private static Layer depthwise(DepthwisePlan plan) {
    return new DepthwiseConvolution2D.Builder(plan.kernel(), plan.kernel())
        .depthMultiplier(1)
        .name(plan.name())
        .stride(plan.stride(), plan.stride())
        .padding(plan.padding(), plan.padding())
        .hasBias(plan.bias())
        .activation(Activation.IDENTITY)
        .build();
  }

  private static Layer pooling(PoolingPlan plan) {
    PoolingType type =
        plan.pooling() == PoolingPlan.Pooling.MAX ? PoolingType.MAX : PoolingType.AVG;
    if (plan.kernel() == 0) {
      return new GlobalPoolingLayer.Builder(type).name(plan.name()).build();
    }
    return new SubsamplingLayer.Builder(type)
        .name(plan.name())
        .kernelSize(plan.kernel(), plan.kernel())
        .stride(plan.stride(), plan.stride())
        .padding(plan.padding(), plan.padding())
        .build();
  }

  private static List<Layer> normalised(boolean batchNorm, boolean rectified, Layer first) {
    String name = first.getLayerName();
    List<Layer> layers = new ArrayList<>(List.of(first));
    if (batchNorm) {
      layers.add(
          new BatchNormalization.Builder()
              .name(name + "/norm")
              .activation(Activation.IDENTITY)
              .build());
    }
    if (rectified) {
      layers.add(
          new ActivationLayer.Builder().name(name + "/relu").activation(Activation.RELU).build());
    }
    return layers;
  }
}
