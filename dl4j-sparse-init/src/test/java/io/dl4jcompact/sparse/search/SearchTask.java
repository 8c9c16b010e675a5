package io.dl4jcompact.sparse.search;

import io.dl4jcompact.sparse.Sparsify;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.earlystopping.scorecalc.ScoreCalculator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A small network, its data and its score, for searches. */
final class SearchTask {

  static final int BATCHES = 5;
  private static final int INPUTS = 12;
  private static final int HIDDEN = 16;
  private static final int CLASSES = 3;
  private static final int BATCH = 8;

  private SearchTask() {}

  private static NeuralNetConfiguration.Builder settings() {
    return new NeuralNetConfiguration.Builder().seed(4).updater(new Adam(0.01)).dropOut(0.9);
  }

  private static DenseLayer hidden() {
    return new DenseLayer.Builder().nIn(INPUTS).nOut(HIDDEN).activation(Activation.TANH).build();
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(HIDDEN)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  static MultiLayerConfiguration list() {
    return settings().list().layer(hidden()).layer(output()).build();
  }

  static ComputationGraphConfiguration graph() {
    return settings()
        .graphBuilder()
        .addInputs("in")
        .addLayer("hidden", hidden(), "in")
        .addLayer("output", output(), "hidden")
        .setOutputs("output")
        .build();
  }

  /** A class is the third of the inputs whose sum is the greatest. */
  private static List<DataSet> batches(long seed) {
    Nd4j.getRandom().setSeed(seed);
    List<DataSet> batches = new ArrayList<>();
    for (int i = 0; i < BATCHES; i++) {
      INDArray x = Nd4j.randn(DataType.FLOAT, BATCH, INPUTS);
      INDArray sums = x.reshape('c', BATCH, CLASSES, INPUTS / CLASSES).sum(2);
      INDArray labels = Nd4j.zeros(DataType.FLOAT, BATCH, CLASSES);
      for (int row = 0; row < BATCH; row++) {
        labels.putScalar(row, sums.getRow(row).argMax().getInt(0), 1);
      }
      batches.add(new DataSet(x, labels));
    }
    return batches;
  }

  static DataSetIterator training() {
    return new ExistingDataSetIterator(batches(1));
  }

  /** The mean loss of other data. */
  static ScoreCalculator<Model> validation() {
    return new ValidationLoss();
  }

  static double loss(Model model) {
    double sum = 0;
    for (DataSet batch : batches(2)) {
      sum +=
          model instanceof ComputationGraph graph
              ? graph.score(batch)
              : ((MultiLayerNetwork) model).score(batch);
    }
    return sum / BATCHES;
  }

  /** Searches in a directory, slowly enough to be killed. */
  public static void main(String[] arguments) throws IOException {
    killable(Path.of(arguments[0])).run(list(), SearchTask::training, SlowLoss::new);
  }

  static MaskSearch killable(Path directory) {
    return new MaskSearch(new Sparsify(0.3, 20), 8, directory).halving(2).threads(2);
  }

  private static final class SlowLoss implements ScoreCalculator<Model> {

    private static final long serialVersionUID = 1;

    @Override
    public double calculateScore(Model network) {
      LockSupport.parkNanos(200_000_000);
      return loss(network);
    }

    @Override
    public boolean minimizeScore() {
      return true;
    }
  }

  private static final class ValidationLoss implements ScoreCalculator<Model> {

    private static final long serialVersionUID = 1;

    @Override
    public double calculateScore(Model network) {
      return loss(network);
    }

    @Override
    public boolean minimizeScore() {
      return true;
    }
  }
}
