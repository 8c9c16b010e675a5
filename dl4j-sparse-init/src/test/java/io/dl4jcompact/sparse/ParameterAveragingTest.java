package io.dl4jcompact.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.core.NetworkKind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * What Deeplearning4j does on Spark by averaging of parameters, without Spark: workers get the
 * configuration by Java's serialisation, the parameters and the updaters' state as arrays; these
 * are averaged, and the next round begins with them.
 */
class ParameterAveragingTest {

  private static final int INPUTS = 12;
  private static final int CLASSES = 3;
  private static final int WORKERS = 2;

  private static Model network(NetworkKind kind) {
    DenseLayer noisy =
        new DenseLayer.Builder()
            .name("hidden")
            .nOut(9)
            .activation(Activation.TANH)
            .weightNoise(new WeightNoise(new NormalDistribution(0, 0.01)))
            .build();
    OutputLayer output =
        new OutputLayer.Builder(LossFunction.MCXENT)
            .name("output")
            .nOut(CLASSES)
            .activation(Activation.SOFTMAX)
            .build();
    List<Layer> layers = List.of(new SparseLayer(noisy, 0.3, 1), new SparseLayer(output, 0.5, 2));
    NeuralNetConfiguration.Builder settings =
        new NeuralNetConfiguration.Builder().seed(3).updater(new Adam(0.02)).l2(0.001);
    return kind.create(settings, InputType.feedForward(INPUTS), layers);
  }

  /** A class is the third of the inputs whose sum is the greatest. */
  private static DataSet data(long seed) {
    Nd4j.getRandom().setSeed(seed);
    INDArray x = Nd4j.randn(DataType.FLOAT, 24, INPUTS);
    INDArray sums = x.reshape('c', 24, CLASSES, INPUTS / CLASSES).sum(2);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, 24, CLASSES);
    for (int row = 0; row < 24; row++) {
      labels.putScalar(row, sums.getRow(row).argMax().getInt(0), 1);
    }
    return new DataSet(x, labels);
  }

  private static INDArray state(Model model) {
    return model instanceof ComputationGraph graph
        ? graph.getUpdater().getStateViewArray()
        : ((MultiLayerNetwork) model).getUpdater().getStateViewArray();
  }

  private static double loss(Model model) {
    return model instanceof ComputationGraph graph
        ? graph.score(data(99))
        : ((MultiLayerNetwork) model).score(data(99));
  }

  private static Model worker(Model master) throws IOException, ClassNotFoundException {
    Model worker;
    if (master instanceof ComputationGraph graph) {
      worker = new ComputationGraph((ComputationGraphConfiguration) sent(graph.getConfiguration()));
    } else {
      MultiLayerConfiguration conf = ((MultiLayerNetwork) master).getLayerWiseConfigurations();
      worker = new MultiLayerNetwork((MultiLayerConfiguration) sent(conf));
    }
    worker.init();
    worker.setParams(master.params().dup());
    state(worker).assign(state(master));
    return worker;
  }

  private static Object sent(Object conf) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(conf);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  @ParameterizedTest
  @EnumSource
  void masksHoldAndTrainingGoesOnFromAverages(NetworkKind kind)
      throws IOException, ClassNotFoundException {
    Model master = network(kind);
    double before = loss(master);
    int connections = Masks.connections(master);

    for (int round = 0; round < 6; round++) {
      INDArray parameters = Nd4j.zeros(master.params().shape());
      INDArray states = Nd4j.zeros(state(master).shape());
      for (int i = 0; i < WORKERS; i++) {
        Model worker = worker(master);
        for (int step = 0; step < 5; step++) {
          kind.fit(worker, data(WORKERS * (5 * round + step) + i));
          Masks.requireHeld(worker);
        }
        parameters.addi(worker.params());
        states.addi(state(worker));
      }
      master.setParams(parameters.divi(WORKERS));
      state(master).assign(states.divi(WORKERS));
      Masks.requireHeld(master);
      assertThat(Masks.nonZeros(master)).isEqualTo(connections);
    }

    assertThat(loss(master)).isLessThan(0.7 * before);
    kind.fit(master, data(1));
    Masks.requireHeld(master);
    assertThat(Masks.connections(master)).isEqualTo(connections);
  }
}
