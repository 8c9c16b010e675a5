package io.dl4jcompact.examples.marks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.sparse.SparseLayer;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class SparseMarkTest {

  private static final List<Integer> SPARSITIES = List.of(50, 80, 90, 95);

  private static InputType input(SparseMark mark) {
    return mark == SparseMark.CIFAR10_RESNET
        ? InputType.convolutionalFlat(32, 32, 3)
        : InputType.convolutionalFlat(28, 28, 1);
  }

  private static List<DataSet> samples(SparseMark mark) {
    Nd4j.getRandom().setSeed(1);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, 40, 10);
    for (int row = 0; row < 40; row++) {
      labels.putScalar(row, row % 10, 1);
    }
    long pixels = input(mark).arrayElementsPerExample();
    return List.of(new DataSet(Nd4j.rand(DataType.FLOAT, 40, pixels), labels));
  }

  private static ComputationGraph network(SparseRow row) {
    Recipe recipe = row.mark().recipe(row, samples(row.mark()));
    ComputationGraph network =
        new ComputationGraph(
            recipe
                .architecture()
                .configuration(
                    Precision.FLOAT, input(row.mark()), recipe.updates().updater(100), 1));
    network.init();
    return network;
  }

  /** Connected weights of layers that can be sparse, those that are dense included. */
  private static long connections(ComputationGraph network) {
    long connections = 0;
    for (Layer layer : network.getLayers()) {
      if (layer.conf().getLayer() instanceof SparseLayer sparse) {
        int length = Math.toIntExact(layer.getParam("W").length());
        connections += sparse.mask("W", length).connections();
      } else if (layer.paramTable().containsKey("W")) {
        connections += layer.getParam("W").length();
      }
    }
    return connections;
  }

  @Test
  void theGridHasEveryRowOnce() {
    List<SparseRow> rows = new ArrayList<>();
    for (SparseMark mark : SparseMark.values()) {
      for (SparseSize size : SparseSize.values()) {
        rows.addAll(SparseRow.of(mark, size, List.of(SparseMethod.values()), SPARSITIES));
      }
    }

    // Two marks of four methods, and one of three.
    assertThat(rows).hasSize(4 * (2 * (1 + 4 * 4) + (1 + 3 * 4))).doesNotHaveDuplicates();
    assertThat(rows.get(0)).hasToString("mnist-mlp,narrow-shallow-dense-0");
    assertThat(rows.get(rows.size() - 1)).hasToString("cifar10-resnet,wide-deep-snip-95");
  }

  @ParameterizedTest
  @EnumSource
  void networksOfAllMethodsHaveTheirNumbersOfConnections(SparseMark mark) {
    for (SparseSize size : List.of(SparseSize.NARROW_SHALLOW, SparseSize.WIDE_DEEP)) {
      long weights = mark.weights(size, input(mark));
      for (SparseRow row :
          SparseRow.of(mark, size, List.of(SparseMethod.values()), List.of(50, 95))) {
        assertThat((double) connections(network(row)))
            .as("%s", row)
            .isEqualTo(row.density() * weights, within(1.0));
      }
    }
  }

  /** Counted by hand: kernels, channels in and out, and the classes. */
  @Test
  void weightsAreThoseOfTheShapes() {
    assertThat(SparseMark.MNIST_MLP.weights(SparseSize.NARROW_SHALLOW, input(SparseMark.MNIST_MLP)))
        .isEqualTo(784 * 64 + 64 * 64 + 64 * 10);
    assertThat(SparseMark.MNIST_MLP.weights(SparseSize.WIDE_DEEP, input(SparseMark.MNIST_MLP)))
        .isEqualTo(784 * 128 + 3 * 128 * 128 + 128 * 10);
    assertThat(
            SparseMark.FASHION_CNN.weights(
                SparseSize.NARROW_SHALLOW, input(SparseMark.FASHION_CNN)))
        .isEqualTo(25 * 8 + 9 * 8 * 8 + 9 * 8 * 16 + 16 * 16 * 64 + 64 * 10);
    int stages = 2 * 9 * (8 * 8 + 16 * 16 + 32 * 32);
    int changes = (9 + 1) * (8 * 16 + 16 * 32);
    assertThat(
            SparseMark.CIFAR10_RESNET.weights(
                SparseSize.NARROW_SHALLOW, input(SparseMark.CIFAR10_RESNET)))
        .isEqualTo(25 * 3 * 8 + stages + changes + 32 * 10);
  }
}
