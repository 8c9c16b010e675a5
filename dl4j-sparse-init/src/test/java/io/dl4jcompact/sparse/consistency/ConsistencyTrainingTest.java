package io.dl4jcompact.sparse.consistency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.sparse.SparseLayer;
import io.dl4jcompact.sparse.Sparsify;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class ConsistencyTrainingTest {

  private static final int HIDDEN = 6;
  private static final double STEP = 1e-5;
  private static final WeightRamp FULL = new WeightRamp(3, 0);
  private static final Augmentation NOISE = new GaussianNoise(0.5);

  private static NeuralNetConfiguration.Builder settings(IUpdater updater) {
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .dataType(DataType.DOUBLE)
        .updater(updater)
        .activation(Activation.TANH);
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(HIDDEN)
        .nOut(Samples.CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static MultiLayerConfiguration conf(NeuralNetConfiguration.Builder settings) {
    return settings
        .list()
        .layer(new DenseLayer.Builder().nIn(Samples.INPUTS).nOut(HIDDEN).build())
        .layer(output())
        .build();
  }

  private static MultiLayerNetwork network(MultiLayerConfiguration conf) {
    MultiLayerNetwork network = new MultiLayerNetwork(conf);
    network.init();
    return network;
  }

  private static MultiLayerNetwork network(boolean sparse, IUpdater updater) {
    MultiLayerConfiguration dense = conf(settings(updater));
    return network(sparse ? new Sparsify(0.5, 7).apply(dense).result() : dense);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aStepIsTheDifferenceQuotientOfTheWholeLoss(boolean sparse) {
    for (int passes = 2; passes <= 3; passes++) {
      MultiLayerNetwork network = network(sparse, new Sgd(1));
      INDArray start = network.params().dup();
      List<INDArray> passed = new ArrayList<>();
      Augmentation recorded =
          (features, seed) -> {
            passed.add(NOISE.apply(features, seed));
            return passed.get(passed.size() - 1);
          };
      ConsistencyResult result =
          new ConsistencyTraining(passes, FULL, recorded, 9)
              .fit(network, Samples.batches(), new TrainingEnd.Iterations(1));
      INDArray step = start.sub(network.params());

      INDArray rows = Nd4j.concat(0, passed.toArray(INDArray[]::new));
      double[][] labels = Samples.batches().next().labels().toDoubleMatrix();
      MultiLayerNetwork copy = network(sparse, new Sgd(1));
      assertThat(result.loss())
          .isCloseTo(
              NaiveConsistency.loss(copy, start, rows, labels, passes, FULL.most()), within(1e-10));
      for (long i = 0; i < start.length(); i++) {
        INDArray up = start.dup();
        up.putScalar(i, up.getDouble(i) + STEP);
        INDArray down = start.dup();
        down.putScalar(i, down.getDouble(i) - STEP);
        double slope =
            (NaiveConsistency.loss(copy, up, rows, labels, passes, FULL.most())
                    - NaiveConsistency.loss(copy, down, rows, labels, passes, FULL.most()))
                / (2 * STEP);
        assertThat(step.getDouble(i)).as("parameter %d", i).isCloseTo(slope, within(1e-8));
      }
    }
  }

  @Test
  void withoutWeightItIsTrainingByTheLabels() {
    MultiLayerNetwork mixed = network(false, new Adam(0.01));
    MultiLayerNetwork supervised = network(false, new Adam(0.01));

    new ConsistencyTraining(2, new WeightRamp(0, 0), Augmentation.NONE, 9)
        .fit(mixed, Samples.batches(), new TrainingEnd.Iterations(20));
    MixedBatches batches = Samples.batches();
    for (int i = 0; i < 20; i++) {
      MixedBatch batch = batches.next();
      supervised.fit(new DataSet(batch.features(), batch.labels()));
    }

    assertThat(mixed.params().distance2(supervised.params())).isLessThan(1e-9);
  }

  @Test
  void graphsTrainAsListsDo() {
    MultiLayerNetwork list = network(false, new Adam(0.01));
    ComputationGraph graph = list.toComputationGraph();
    ConsistencyTraining training = new ConsistencyTraining(2, FULL, NOISE, 9);

    training.fit(list, Samples.batches(), new TrainingEnd.Iterations(10));
    training.fit(graph, Samples.batches(), new TrainingEnd.Iterations(10));

    assertThat(graph.params().distance2(list.params())).isLessThan(1e-9);
  }

  @Test
  void aLossLayerTrainsAsAnOutputLayer() {
    MultiLayerNetwork whole = network(false, new Sgd(0.1));
    MultiLayerNetwork split =
        network(
            settings(new Sgd(0.1))
                .list()
                .layer(new DenseLayer.Builder().nIn(Samples.INPUTS).nOut(HIDDEN).build())
                .layer(
                    new DenseLayer.Builder()
                        .nIn(HIDDEN)
                        .nOut(Samples.CLASSES)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(
                    new LossLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    split.setParams(whole.params());
    ConsistencyTraining training = new ConsistencyTraining(2, FULL, NOISE, 9);

    training.fit(whole, Samples.batches(), new TrainingEnd.Iterations(5));
    training.fit(split, Samples.batches(), new TrainingEnd.Iterations(5));

    assertThat(split.params().distance2(whole.params())).isLessThan(1e-9);
  }

  @Test
  void masksHoldUnderDropoutAndPenalties() {
    MultiLayerConfiguration dense = conf(settings(new Adam(0.01)).dropOut(0.5).l2(0.01));
    MultiLayerNetwork network = network(new Sparsify(0.4, 7).apply(dense).result());
    INDArray start = network.params().dup();

    new ConsistencyTraining(3, new WeightRamp(5, 20), NOISE, 9)
        .fit(network, Samples.batches(), new TrainingEnd.Iterations(40));

    assertThat(network.getLayer(0).conf().getLayer()).isInstanceOf(SparseLayer.class);
    int zeros = 0;
    for (String name : List.of("0_W", "1_W")) {
      double[] weights = network.getParam(name).dup('c').reshape(-1).toDoubleVector();
      for (double weight : weights) {
        zeros += weight == 0 ? 1 : 0;
      }
    }
    assertThat(zeros)
        .isEqualTo(Math.round(0.6 * (Samples.INPUTS * HIDDEN + HIDDEN * Samples.CLASSES)));
    assertThat(network.params().distance2(start)).isGreaterThan(0.1);
  }

  @Test
  void aNetworkThatIsSavedMeanwhileIsAnOrdinaryOne() {
    MultiLayerNetwork network = network(true, new Sgd(0.1));
    String before = network.getLayerWiseConfigurations().toJson();
    List<String> saved = new ArrayList<>();
    network.setListeners(
        new BaseTrainingListener() {
          @Override
          public void iterationDone(Model model, int iteration, int epoch) {
            saved.add(((MultiLayerNetwork) model).getLayerWiseConfigurations().toJson());
          }
        });

    new ConsistencyTraining(2, FULL, NOISE, 9)
        .fit(network, Samples.batches(), new TrainingEnd.Iterations(2));

    assertThat(saved).hasSize(2);
    assertThat(MultiLayerConfiguration.fromJson(saved.get(0)).getConf(1).getLayer())
        .isEqualTo(MultiLayerConfiguration.fromJson(before).getConf(1).getLayer());
  }

  @Test
  void aFailureLeavesTheLossAsItWas() {
    MultiLayerNetwork network = network(false, new Sgd(0.1));
    OutputLayer output = (OutputLayer) network.getOutputLayer().conf().getLayer();
    Object before = output.getLossFn();
    network.setListeners(
        new BaseTrainingListener() {
          @Override
          public void iterationDone(Model model, int iteration, int epoch) {
            throw new IllegalStateException("a test");
          }
        });

    assertThatThrownBy(
            () ->
                new ConsistencyTraining(2, FULL, NOISE, 9)
                    .fit(network, Samples.batches(), new TrainingEnd.Iterations(2)))
        .hasMessage("a test");
    assertThat(output.getLossFn()).isSameAs(before);
  }

  @Test
  void trainingEndsAtAnAccuracy() {
    MultiLayerNetwork network = network(false, new Adam(0.02));
    TrainingEnd accuracy = new TrainingEnd.Accuracy(0.9, Samples.labelled(Samples.COUNT), 10);

    ConsistencyResult result =
        new ConsistencyTraining(2, new WeightRamp(0.1, 100), NOISE, 9)
            .fit(network, Samples.batches(), new TrainingEnd.Iterations(2_000), accuracy);

    assertThat(result.end()).isEqualTo(accuracy);
    assertThat(result.iterations() % 10).isZero();
    DataSet data = Samples.labelled(Samples.COUNT);
    INDArray right = network.output(data.getFeatures()).argMax(1).eq(data.getLabels().argMax(1));
    assertThat(right.castTo(DataType.DOUBLE).meanNumber().doubleValue())
        .isGreaterThanOrEqualTo(0.9);
  }

  @Test
  void aLossThatIsNotFiniteEndsWithItsIteration() {
    MultiLayerNetwork network = network(false, new Sgd(0.1));
    network.params().assign(Double.NaN);

    assertThatThrownBy(
            () ->
                new ConsistencyTraining(2, FULL, NOISE, 9)
                    .fit(network, Samples.batches(), new TrainingEnd.Iterations(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the loss of iteration 0 is NaN, expected a finite number");
  }

  @Test
  void whatCannotBeTrainedIsRefused() {
    ConsistencyTraining training = new ConsistencyTraining(2, FULL, NOISE, 9);
    MultiLayerNetwork sequences =
        network(
            settings(new Sgd(1))
                .list()
                .layer(
                    new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(Samples.INPUTS)
                        .nOut(Samples.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    TrainingEnd end = new TrainingEnd.Iterations(1);

    assertThatThrownBy(() -> training.fit(sequences, Samples.batches(), end))
        .hasMessageContaining("RnnOutputLayer, expected an OutputLayer or a LossLayer");
    assertThatThrownBy(() -> training.fit(network(false, new Sgd(1)), Samples.batches()))
        .hasMessageContaining("number of ends is 0, expected at least 1");
    assertThatThrownBy(
            () ->
                training.fit(
                    network(conf(settings(new Sgd(1)).miniBatch(false))), Samples.batches(), end))
        .hasMessageContaining("miniBatch is false, expected true");
    assertThatThrownBy(
            () ->
                training.fit(
                    new MultiLayerNetwork(conf(settings(new Sgd(1)))), Samples.batches(), end))
        .hasMessageContaining("call network.init()");
    assertThatThrownBy(() -> new ConsistencyTraining(1, FULL, NOISE, 9))
        .hasMessageContaining("passes is 1, expected at least 2");
  }
}
