package io.dl4jcompact.elastic;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.dl4jcompact.core.NetworkKind;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;

/**
 * A step of a subnet is a step of the network that is cut out of it: only slices of weights move.
 */
class SubnetStepTest {

  /** Training steps of one subnet of a network, by one updater. */
  record Steps(NetworkKind kind, boolean images, boolean decay, Supplier<IUpdater> updater) {
    Model network() {
      NeuralNetConfiguration.Builder settings = ElasticNetworks.settings(updater.get());
      NeuralNetConfiguration.Builder decaying =
          decay ? settings.weightDecay(0.05) : settings.l1(0.01).l2(0.05);
      return images
          ? ElasticNetworks.images(kind, decaying)
          : ElasticNetworks.dense(kind, decaying);
    }

    DataSet data() {
      return images ? ElasticNetworks.pictures(8, 1) : ElasticNetworks.vectors(8, 1);
    }
  }

  static Stream<Steps> steps() {
    // Not Adam with images: the gradient of a bias before a normalisation is 0 but for roundings,
    // whose sign Adam's first steps follow.
    return Stream.of(NetworkKind.values())
        .flatMap(
            kind ->
                Stream.of(
                    new Steps(kind, true, false, () -> new Nesterovs(0.05, 0.9)),
                    new Steps(kind, true, true, () -> new Nesterovs(0.05, 0.9)),
                    new Steps(kind, false, false, () -> new Adam(0.01)),
                    new Steps(kind, false, true, () -> new AMSGrad(0.01)),
                    new Steps(kind, false, true, () -> new RmsProp(0.01))));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void stepsOfASubnetAreStepsOfTheCutNetwork(Steps steps) {
    Model supernet = steps.network();
    SubnetConfig config = SubnetConfig.smallest(supernet);
    if (steps.images()) {
      // The transformation to smaller kernels is no parameter of the cut network.
      config = config.with("conv1", Dimension.KERNEL, 5).with("conv2", Dimension.DEPTH, 1);
    }
    Model cut = ExtractionTest.extract(supernet, config);
    Subnets.activate(supernet, config);

    for (int i = 0; i < 3; i++) {
      steps.kind().fit(supernet, steps.data());
      steps.kind().fit(cut, steps.data());
    }

    float[] expected = values(cut.params());
    assertArrayEquals(expected, values(ExtractionTest.extract(supernet, config).params()), 2e-5f);
  }

  private static float[] values(INDArray array) {
    return array.dup().data().asFloat();
  }
}
