package io.dl4jcompact.elastic.layers;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/** How a layer trains, of which only the active regions of the parameters move. */
record ElasticTraining(TrainingConfig own, Function<String, ActiveRegion> regions)
    implements TrainingConfig {

  @Override
  public String getLayerName() {
    return own.getLayerName();
  }

  /** The layer's own, then the one that keeps inactive elements: it must be the last. */
  @Override
  public List<Regularization> getRegularizationByParam(String parameter) {
    List<Regularization> given = own.getRegularizationByParam(parameter);
    List<Regularization> all = new ArrayList<>(given == null ? List.of() : given);
    all.add(new KeepInactive(regions.apply(parameter)));
    return all;
  }

  @Override
  public boolean isPretrainParam(String parameter) {
    return own.isPretrainParam(parameter);
  }

  @Override
  public IUpdater getUpdaterByParam(String parameter) {
    return new ElasticUpdater(own.getUpdaterByParam(parameter), regions.apply(parameter));
  }

  @Override
  public GradientNormalization getGradientNormalization() {
    return own.getGradientNormalization();
  }

  @Override
  public double getGradientNormalizationThreshold() {
    return own.getGradientNormalizationThreshold();
  }

  @Override
  public void setDataType(DataType dataType) {
    own.setDataType(dataType);
  }
}
