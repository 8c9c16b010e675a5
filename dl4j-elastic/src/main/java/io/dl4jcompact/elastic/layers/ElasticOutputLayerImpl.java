package io.dl4jcompact.elastic.layers;

import io.dl4jcompact.elastic.ElasticLayer;
import io.dl4jcompact.elastic.ElasticOutputLayer;
import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.OutputLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Deeplearning4j's output layer, told that W has the rows of the inputs that arrive only. See
 * {@link ElasticOutputLayer}.
 */
public final class ElasticOutputLayerImpl extends OutputLayer implements ElasticOperator {

  private static final String WEIGHTS = DefaultParamInitializer.WEIGHT_KEY;

  private final transient ActiveSlices slices;

  /** For {@link ElasticOutputLayer#instantiate}. */
  public ElasticOutputLayerImpl(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    slices = new ActiveSlices((ElasticLayer) layerConf());
  }

  @Override
  public ActiveSlices slices() {
    return slices;
  }

  @Override
  public TrainingConfig getConfig() {
    return slices.decorate(super.getConfig());
  }

  @Override
  protected INDArray getParamWithNoise(
      String param, boolean training, LayerWorkspaceMgr workspaceMgr) {
    INDArray whole = super.getParamWithNoise(param, training, workspaceMgr);
    // More inputs than nIn are refused by the superclass, which is then shown all of W.
    boolean part = param.equals(WEIGHTS) && input.rank() == 2 && input.size(1) < whole.size(0);
    return part ? Box.first(input.size(1), whole.size(1)).of(whole) : whole;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    Map<String, INDArray> whole = gradientViews;
    Map<String, INDArray> active = new HashMap<>();
    whole.forEach(
        (key, view) ->
            active.put(
                key,
                slices.take(
                    key,
                    view,
                    key.equals(WEIGHTS)
                        ? Box.first(input.size(1), view.size(1))
                        : Box.first(view.length()))));
    INDArray ofWeights = active.get(WEIGHTS);
    // The superclass has BLAS write, which takes no views of a part of the rows.
    INDArray written = Nd4j.createUninitialized(dataType, ofWeights.shape(), 'f');
    active.put(WEIGHTS, written);
    gradientViews = active;
    Pair<Gradient, INDArray> result = super.backpropGradient(epsilon, workspaceMgr);
    gradientViews = whole;
    ofWeights.assign(written);
    whole.forEach(result.getFirst()::setGradientFor);
    return result;
  }
}
