package io.dl4jcompact.elastic.layers;

import io.dl4jcompact.elastic.ElasticConvolutionLayer;
import io.dl4jcompact.elastic.params.ElasticConvolutionParamInitializer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Kernels of one size, made of a layer's full ones.
 *
 * <pre>
 * V_0 = W[:w, :e],   V_i = crop_i(V_i-1) T_i,   ∂L/∂T_i = crop_i(V_i-1)ᵀ ∂L/∂V_i,   ∂L/∂crop_i = ∂L/∂V_i T_iᵀ
 * </pre>
 *
 * <p>i goes over the permitted sizes downwards; crop_i is the centre of that size, as rows [w · e,
 * k · k]. Without transformations the one crop is the last size's.
 */
public final class ActiveKernel {

  private static final String WEIGHTS = ConvolutionParamInitializer.WEIGHT_KEY;

  private final int full;

  /** Sizes that have a transformation and take part, the largest first. */
  private final List<Integer> chain;

  private final int size;

  private ActiveKernel(int full, List<Integer> chain, int size) {
    this.full = full;
    this.chain = chain;
    this.size = size;
  }

  /**
   * Of a layer.
   *
   * @param size one of the permitted ones
   */
  public static ActiveKernel of(ElasticConvolutionLayer conf, int size) {
    Deque<Integer> chain = new ArrayDeque<>();
    for (int kernel : conf.transformedKernels()) {
      if (kernel >= size) {
        chain.addFirst(kernel);
      }
    }
    return new ActiveKernel(conf.getKernelSize()[0], List.copyOf(chain), size);
  }

  /**
   * The kernels.
   *
   * @param parameters the layer's, by name
   * @param outputs w, the first output channels
   * @param inputs e, the first input channels
   * @return [w, e, k, k] in c order, a copy where it is not all of W
   */
  public INDArray weights(Map<String, INDArray> parameters, long outputs, long inputs) {
    INDArray whole = parameters.get(WEIGHTS);
    INDArray kernels = read(box(whole, outputs, inputs), whole);
    int between = chain.isEmpty() ? size : chain.get(0);
    for (int next : chain) {
      kernels = transformed(rows(kernels, between, next), parameters, next, outputs, inputs);
      between = next;
    }
    return kernels;
  }

  /** A part in c order, a copy where it is not all. */
  private static INDArray read(Box box, INDArray whole) {
    if (box.length() == whole.length()) {
      return whole;
    }
    INDArray part = Nd4j.createUninitialized(whole.dataType(), box.shape(), 'c');
    box.read(whole, part);
    return part;
  }

  private static INDArray transformed(
      INDArray rows, Map<String, INDArray> parameters, int kernel, long outputs, long inputs) {
    INDArray product = Nd4j.createUninitialized(rows.dataType(), rows.shape(), 'c');
    INDArray transform = parameters.get(ElasticConvolutionParamInitializer.transform(kernel));
    transform.transpose().mmuli(rows.transpose(), product.transpose());
    return product.reshape('c', outputs, inputs, kernel, kernel);
  }

  /** The centre of kernels as rows of k · k values. */
  private static INDArray rows(INDArray kernels, int from, int to) {
    INDArray centre = read(centre(kernels.size(0), kernels.size(1), from, to), kernels);
    return centre.reshape('c', kernels.size(0) * kernels.size(1), (long) to * to);
  }

  private static Box centre(long outputs, long inputs, int from, int to) {
    long start = (from - to) / 2;
    return Box.of(
        new long[] {0, 0, start, start}, new long[] {outputs, inputs, start + to, start + to});
  }

  /** The part of W that takes part. */
  private Box box(INDArray whole, long outputs, long inputs) {
    int cropped = chain.isEmpty() ? size : chain.get(0);
    // Only square kernels have other sizes.
    return cropped == full
        ? Box.first(outputs, inputs, whole.size(2), whole.size(3))
        : centre(outputs, inputs, full, cropped);
  }

  /**
   * Writes the gradients of W and of the transformations.
   *
   * @param kernels the gradient of {@link #weights}, [w, e, k, k] in c order
   */
  void writeGradients(
      INDArray kernels,
      Map<String, INDArray> parameters,
      Map<String, INDArray> gradientViews,
      ActiveSlices slices) {
    long outputs = kernels.size(0);
    long inputs = kernels.size(1);
    INDArray delta = kernels;
    for (int i = chain.size() - 1; i >= 0; i--) {
      int kernel = chain.get(i);
      String key = ElasticConvolutionParamInitializer.transform(kernel);
      INDArray deltaRows = delta.reshape('c', outputs * inputs, (long) kernel * kernel);
      INDArray before = before(i, parameters, outputs, inputs);
      INDArray view = gradientViews.get(key);
      slices
          .take(key, view, Box.first(view.shape()))
          .assign(rows(before, (int) before.size(2), kernel).transpose().mmul(deltaRows));
      INDArray cropped = deltaRows.mmul(parameters.get(key).transpose());
      delta = Nd4j.zeros(before.dataType(), before.shape());
      Box place = centre(outputs, inputs, (int) before.size(2), kernel);
      place.write(cropped.dup('c'), delta);
    }
    for (String key : gradientViews.keySet()) {
      if (key.startsWith("T") && !takesPart(key)) {
        slices.takeNone(List.of(gradientViews.get(key)));
      }
    }
    INDArray whole = gradientViews.get(WEIGHTS);
    slices.put(WEIGHTS, whole, box(whole, outputs, inputs), delta);
  }

  private boolean takesPart(String key) {
    return chain.stream().map(ElasticConvolutionParamInitializer::transform).anyMatch(key::equals);
  }

  /** V_i-1 for the i-th of the chain. */
  private INDArray before(int i, Map<String, INDArray> parameters, long outputs, long inputs) {
    int cropped = i == 0 ? chain.get(0) : chain.get(i - 1);
    return new ActiveKernel(full, chain.subList(0, i), cropped)
        .weights(parameters, outputs, inputs);
  }
}
