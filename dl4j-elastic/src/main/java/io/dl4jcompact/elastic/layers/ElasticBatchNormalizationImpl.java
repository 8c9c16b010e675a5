package io.dl4jcompact.elastic.layers;

import static io.dl4jcompact.elastic.params.ElasticBatchNormalizationParamInitializer.BETA;
import static io.dl4jcompact.elastic.params.ElasticBatchNormalizationParamInitializer.GAMMA;
import static io.dl4jcompact.elastic.params.ElasticBatchNormalizationParamInitializer.MEAN;
import static io.dl4jcompact.elastic.params.ElasticBatchNormalizationParamInitializer.VARIANCE;

import io.dl4jcompact.elastic.ElasticBatchNormalization;
import io.dl4jcompact.elastic.params.ElasticBatchNormalizationParamInitializer;
import java.util.Arrays;
import org.deeplearning4j.exception.DL4JInvalidInputException;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.summarystats.Variance;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Forward and backward pass of {@link ElasticBatchNormalization}, by the operations that oneDNN has
 * for floats.
 */
public final class ElasticBatchNormalizationImpl extends BaseLayer<ElasticBatchNormalization>
    implements ElasticOperator {

  private static final int[] VECTORS = {0};
  private static final int[] IMAGES = {0, 2, 3};

  private final transient ActiveSlices slices;
  private transient INDArray batchMean;
  private transient INDArray batchVariance;

  /**
   * What inference adds its minibatches to, normalising by their own values; null if it does not.
   */
  private transient ChannelStatistics recalibration;

  /** For {@link ElasticBatchNormalization#instantiate}. */
  public ElasticBatchNormalizationImpl(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
    slices = new ActiveSlices(layerConf());
  }

  @Override
  public ActiveSlices slices() {
    return slices;
  }

  @Override
  public TrainingConfig getConfig() {
    return slices.decorate(super.getConfig());
  }

  /** From now on inference normalises by each minibatch's own values, which are collected. */
  public void beginRecalibration() {
    recalibration = new ChannelStatistics();
  }

  /** The first running values become those of all that was collected; of nothing, they stay. */
  public void endRecalibration() {
    ChannelStatistics collected = recalibration;
    recalibration = null;
    if (!collected.isEmpty()) {
      active(MEAN, collected.mean().length()).assign(collected.mean());
      active(VARIANCE, collected.variance().length()).assign(collected.variance());
    }
  }

  private INDArray active(String key, long channels) {
    return Box.first(channels).of(getParam(key));
  }

  private static int[] dimensions(INDArray values) {
    return values.rank() == 2 ? VECTORS : IMAGES;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(false);
    requireFits();
    if (input.dataType() != dataType || input.ordering() != 'c' || input.isView()) {
      // oneDNN computes nonsense for other orders.
      input = workspaceMgr.dup(ArrayType.INPUT, input.castTo(dataType), 'c');
    }
    long channels = input.size(1);
    INDArray mean = active(MEAN, channels);
    INDArray variance = active(VARIANCE, channels);
    if (training || recalibration != null) {
      mean = workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, channels);
      variance = workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, channels);
      input.mean(mean, dimensions(input));
      Nd4j.exec(new Variance(input, variance, false, dimensions(input)));
      if (training) {
        batchMean = mean;
        batchVariance = variance;
      } else {
        recalibration.add(input.length() / channels, mean, variance);
      }
    }
    INDArray output =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATIONS, dataType, input.shape(), 'c');
    INDArray gamma = active(GAMMA, channels);
    INDArray beta = active(BETA, channels);
    Nd4j.exec(
        operation("batchnorm")
            .addInputs(input, mean, variance, gamma, beta)
            .addOutputs(output)
            .build());
    return output;
  }

  private DynamicCustomOp.DynamicCustomOpsBuilder operation(String name) {
    int scaled = 1;
    int shifted = 1;
    int channelAxis = 1;
    return DynamicCustomOp.builder(name)
        .addIntegerArguments(scaled, shifted, channelAxis)
        .addFloatingPointArguments(layerConf().eps());
  }

  private void requireFits() {
    boolean fits = input.rank() == 2 || input.rank() == 4;
    if (!fits || input.size(1) > layerConf().getNIn()) {
      throw new DL4JInvalidInputException(
          "Input of shape "
              + Arrays.toString(input.shape())
              + " does not fit, expected [minibatch, at most "
              + layerConf().getNIn()
              + "] or images of so many channels "
              + layerId());
    }
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    assertInputSet(true);
    long channels = input.size(1);
    INDArray ofInput =
        workspaceMgr.createUninitialized(ArrayType.ACTIVATION_GRAD, dataType, input.shape(), 'c');
    Nd4j.exec(
        operation("batchnorm_bp")
            .addInputs(
                input,
                batchMean,
                batchVariance,
                active(GAMMA, channels),
                active(BETA, channels),
                epsilon.castTo(dataType).dup('c'))
            .addOutputs(
                ofInput,
                Nd4j.createUninitialized(dataType, channels),
                Nd4j.createUninitialized(dataType, channels),
                take(GAMMA, channels),
                take(BETA, channels))
            .build());
    writeChange(MEAN, batchMean);
    writeChange(VARIANCE, batchVariance);
    Gradient gradient = new DefaultGradient();
    gradientViews.forEach(gradient::setGradientFor);
    return new Pair<>(gradient, ofInput);
  }

  private INDArray take(String key, long channels) {
    return slices.take(key, gradientViews.get(key), Box.first(channels));
  }

  /** What an update subtracts from a running value, as in Deeplearning4j. */
  private void writeChange(String key, INDArray ofBatch) {
    INDArray running = active(key, ofBatch.length());
    take(key, ofBatch.length()).assign(running).subi(ofBatch).muli(1 - layerConf().decay());
  }

  @Override
  public boolean updaterDivideByMinibatch(String parameter) {
    return !ElasticBatchNormalizationParamInitializer.isRunning(parameter);
  }

  @Override
  public boolean hasBias() {
    return false;
  }

  @Override
  public boolean isPretrainLayer() {
    return false;
  }
}
