package io.dl4jcompact.binary.export;

import io.dl4jcompact.core.MaskedLayer;
import io.dl4jcompact.export.ExportContext;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Latent weights, twice.
 *
 * @param ordered in the runtime's order
 * @param trained as the layer sums and scales them, outputs first where it is a convolution:
 *     another order of summation rounds otherwise
 * @param connected which weights are connected, as ones and zeros in the same orders; empty if all
 *     are
 */
@SuppressWarnings("ArrayRecordComponent") // A short-lived pair that nothing compares.
record LatentArray(float[] ordered, INDArray trained, Optional<LatentArray> connected) {

  /**
   * The weights of a layer, and their mask if it has one.
   *
   * @param key the parameter's name
   * @param order takes the parameter in the runtime's order
   * @param arrange from the network's own array to that which the layer works with
   */
  static LatentArray of(
      ExportContext context,
      String key,
      Function<ExportContext, float[]> order,
      UnaryOperator<INDArray> arrange) {
    String mask = MaskedLayer.maskOf(key);
    Optional<LatentArray> connected =
        context.hasParameter(mask)
            ? Optional.of(
                array(context.withParameter(key, context.array(mask)), key, order, arrange))
            : Optional.empty();
    LatentArray weights = array(context, key, order, arrange);
    return new LatentArray(weights.ordered, weights.trained, connected);
  }

  private static LatentArray array(
      ExportContext context,
      String key,
      Function<ExportContext, float[]> order,
      UnaryOperator<INDArray> arrange) {
    return new LatentArray(
        order.apply(context), arrange.apply(context.array(key)), Optional.empty());
  }
}
