package io.dl4jcompact.sparse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Deeplearning4j's ParallelWrapper, whose workers' parameters are averaged. */
class ParallelTrainingTest {

  private static final int INPUTS = 12;
  private static final int CLASSES = 3;

  private static List<DataSet> batches() {
    Nd4j.getRandom().setSeed(5);
    List<DataSet> batches = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      INDArray labels = Nd4j.zeros(DataType.FLOAT, 6, CLASSES);
      for (int row = 0; row < 6; row++) {
        labels.putScalar(row, row % CLASSES, 1);
      }
      batches.add(new DataSet(Nd4j.randn(DataType.FLOAT, 6, INPUTS), labels));
    }
    return batches;
  }

  @Test
  @SuppressWarnings("try")
  void masksHoldWhereWorkersAreAveraged() throws Exception {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .updater(new Adam(0.01))
                .l2(0.01)
                .list()
                .layer(
                    new SparseLayer(new DenseLayer.Builder().nIn(INPUTS).nOut(9).build(), 0.3, 1))
                .layer(
                    new SparseLayer(
                        new OutputLayer.Builder(LossFunction.MCXENT)
                            .nIn(9)
                            .nOut(CLASSES)
                            .activation(Activation.SOFTMAX)
                            .build(),
                        0.5,
                        2))
                .build());
    network.init();
    INDArray start = network.params().dup();

    try (ParallelWrapper wrapper =
        new ParallelWrapper.Builder<>(network)
            .workers(2)
            .averagingFrequency(1)
            .trainingMode(ParallelWrapper.TrainingMode.AVERAGING)
            .prefetchBuffer(2)
            .build()) {
      wrapper.fit(new ExistingDataSetIterator(batches()));
    }

    assertThat(network.params()).isNotEqualTo(start);
    Masks.requireHeld(network);
    assertThat(Masks.nonZeros(network)).isEqualTo(Masks.connections(network));
  }
}
