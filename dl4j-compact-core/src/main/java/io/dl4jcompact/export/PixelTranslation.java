package io.dl4jcompact.export;

import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.PixelScaling;
import java.util.Objects;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.preprocessor.DataNormalization;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerMinMaxScaler;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.dataset.api.preprocessor.VGG16ImagePreProcessor;

/** DL4J's normalisers as scalings of pixels that take the same float steps. */
final class PixelTranslation {

  private PixelTranslation() {}

  /**
   * @throws ExportException if the normaliser is of another kind, not fitted, or gives values that
   *     are not finite
   */
  static PixelScaling of(DataNormalization normalizer) {
    Objects.requireNonNull(normalizer, "normalizer");
    try {
      return translate(normalizer);
    } catch (NullPointerException e) {
      // How DL4J says that there are no statistics.
      throw new ExportException(kind(normalizer) + " is not fitted; call its fit(..) first", e);
    } catch (IllegalArgumentException e) {
      throw new ExportException(kind(normalizer) + ": " + e.getMessage(), e);
    }
  }

  private static String kind(DataNormalization normalizer) {
    return normalizer.getClass().getSimpleName();
  }

  private static PixelScaling translate(DataNormalization normalizer) {
    if (normalizer instanceof ImagePreProcessingScaler scaler) {
      return ofRange(scaler);
    }
    if (normalizer instanceof NormalizerStandardize standardize) {
      return new PixelScaling(
          floats(standardize.getMean()), deviations(standardize), Floats.NONE, Floats.NONE);
    }
    if (normalizer instanceof NormalizerMinMaxScaler scaler) {
      return new PixelScaling(
          floats(scaler.getMin()),
          floats(scaler.getMax().sub(scaler.getMin())),
          Floats.of((float) (scaler.getTargetMax() - scaler.getTargetMin())),
          Floats.of((float) scaler.getTargetMin()));
    }
    if (normalizer instanceof VGG16ImagePreProcessor) {
      INDArray mean = VGG16ImagePreProcessor.VGG_MEAN_OFFSET_BGR_FLOAT;
      return new PixelScaling(floats(mean), Floats.NONE, Floats.NONE, Floats.NONE);
    }
    throw new ExportException(
        kind(normalizer)
            + " is not supported; supported are ImagePreProcessingScaler, NormalizerStandardize,"
            + " NormalizerMinMaxScaler and VGG16ImagePreProcessor; else pass a PixelScaling");
  }

  /** DL4J takes 1 where all values that it was fitted to are the same. */
  private static Floats deviations(NormalizerStandardize standardize) {
    float[] deviations = floats(standardize.getStd()).toArray();
    for (int i = 0; i < deviations.length; i++) {
      deviations[i] = deviations[i] == 0 ? 1 : deviations[i];
    }
    return Floats.of(deviations);
  }

  private static PixelScaling ofRange(ImagePreProcessingScaler scaler) {
    double range = scaler.getMaxRange() - scaler.getMinRange();
    double least = scaler.getMinRange();
    return new PixelScaling(
        Floats.NONE,
        Floats.of((float) scaler.getMaxPixelVal()),
        range == 1 ? Floats.NONE : Floats.of((float) range),
        least == 0 ? Floats.NONE : Floats.of((float) least));
  }

  private static Floats floats(INDArray values) {
    return Floats.of(values.castTo(DataType.FLOAT).ravel().toFloatVector());
  }
}
