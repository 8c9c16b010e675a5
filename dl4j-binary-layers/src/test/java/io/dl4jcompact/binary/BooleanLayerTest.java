package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.binary.flip.Bop;
import io.dl4jcompact.binary.flip.SignFlip;
import io.dl4jcompact.core.SingleLayer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One Boolean layer, forward and backward, against loops that know XOR as a truth table. */
class BooleanLayerTest {

  private static final int ROWS = 3;

  static Stream<Arguments> layers() {
    List<Arguments> all = new ArrayList<>();
    long seed = 1;
    for (Domain input : Domain.values()) {
      for (Domain signal : Domain.values()) {
        for (boolean hasBias : new boolean[] {true, false}) {
          for (DataType dataType : List.of(DataType.FLOAT, DataType.DOUBLE)) {
            for (FeedForwardLayer layer : layers(input, signal, hasBias)) {
              all.add(Arguments.of(seed++, dataType, layer));
            }
          }
        }
      }
    }
    return all.stream();
  }

  private static List<FeedForwardLayer> layers(Domain input, Domain signal, boolean hasBias) {
    return List.of(
        new BooleanDenseLayer.Builder()
            .nOut(5)
            .input(input)
            .signal(signal)
            .hasBias(hasBias)
            .updater(new SignFlip(1))
            .build(),
        new BooleanDenseLayer.Builder()
            .nOut(1)
            .input(input)
            .signal(signal)
            .hasBias(hasBias)
            .activation(new BooleanActivation(-1.5f))
            .updater(new Bop(0.1, 0.1))
            .build(),
        convolution(input, signal, hasBias)
            .convolutionMode(ConvolutionMode.Same)
            .activation(Activation.IDENTITY)
            .maxPoolingFollows(true)
            .build(),
        convolution(input, signal, hasBias).stride(2, 1).padding(1, 2).build(),
        convolution(input, signal, hasBias)
            .convolutionMode(ConvolutionMode.Same)
            .stride(1, 2)
            .activation(new BooleanActivation(1))
            .build());
  }

  private static BooleanConvolutionLayer.Builder convolution(
      Domain input, Domain signal, boolean hasBias) {
    return new BooleanConvolutionLayer.Builder(3, 2)
        .nOut(4)
        .input(input)
        .signal(signal)
        .hasBias(hasBias)
        .updater(new SignFlip(1));
  }

  private static InputType inputType(FeedForwardLayer layer) {
    return layer instanceof BooleanDenseLayer
        ? InputType.feedForward(7)
        : InputType.convolutional(5, 6, 2);
  }

  private static INDArray input(
      SplittableRandom random, FeedForwardLayer layer, DataType dataType) {
    long[] shape = inputType(layer).getShape(true);
    shape[0] = ROWS;
    boolean bits = ((BooleanLayer) layer).inputDomain() == Domain.BOOLEAN;
    return array(random, dataType, bits, shape);
  }

  /** Bits, or multiples of 1/8, whose sums are exact in any order. */
  private static INDArray array(
      SplittableRandom random, DataType dataType, boolean bits, long... shape) {
    INDArray array = Nd4j.create(dataType, shape, 'c');
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, bits ? random.nextInt(2) : random.nextInt(-16, 17) / 8.0);
    }
    return array;
  }

  @ParameterizedTest(name = "seed {0}, {1}, {2}")
  @MethodSource("layers")
  void equalsTheLoops(long seed, DataType dataType, FeedForwardLayer conf) {
    SplittableRandom random = new SplittableRandom(seed);
    SingleLayer single = SingleLayer.of(conf, inputType(conf), dataType);
    FeedForwardLayer known = (FeedForwardLayer) single.layer().conf().getLayer();
    INDArray x = input(random, conf, dataType);
    NaiveBoolean naive =
        new NaiveBoolean(
            known, x, single.layer().getParam("W"), single.layer().paramTable().get("b"));

    INDArray y = single.forward(x);

    double[] expected = naive.sums;
    if (known.getActivationFn() instanceof BooleanActivation activation) {
      expected = naive.bits(activation.threshold());
    }
    assertThat(y.data().asDouble()).containsExactly(expected);
    assertThat(single.layer().activate(x, false, LayerWorkspaceMgr.noWorkspaces()).dup('c'))
        .isEqualTo(y);

    INDArray epsilon = array(random, dataType, false, y.shape());
    Pair<Gradient, INDArray> gradients = single.backward(epsilon);

    double[] signal = epsilon.data().asDouble();
    if (known.getActivationFn() instanceof BooleanActivation activation) {
      signal = naive.passed(signal, activation.threshold());
    }
    naive.backward(signal, ((BooleanLayer) known).signalScale());
    double tolerance = dataType == DataType.DOUBLE ? 1e-12 : 1e-5;
    assertClose(gradients.getSecond(), naive.inputGradient, tolerance);
    INDArray ofW = gradients.getFirst().getGradientFor("W");
    assertClose(ofW.rank() == 2 ? ofW.transpose() : ofW, naive.weightGradient, tolerance);
    if (((BooleanLayer) known).hasBias()) {
      assertClose(gradients.getFirst().getGradientFor("b"), naive.biasGradient, tolerance);
    } else {
      assertThat(gradients.getFirst().gradientForVariable()).containsOnlyKeys("W");
    }
  }

  private static void assertClose(INDArray actual, double[] expected, double tolerance) {
    assertThat(actual.dup('c').data().asDouble()).containsExactly(expected, within(tolerance));
  }

  /** What writes into it, signs and masks, must have an array of its own. */
  @ParameterizedTest
  @EnumSource(Domain.class)
  void signalOfTheCallerIsNotChanged(Domain signal) {
    SingleLayer single =
        SingleLayer.of(
            new BooleanDenseLayer.Builder()
                .nIn(2)
                .nOut(3)
                .signal(signal)
                .activation(Activation.IDENTITY)
                .updater(new SignFlip(1))
                .build(),
            DataType.FLOAT);
    single.layer().setMaskArray(Nd4j.createFromArray(new float[][] {{1}, {0}}));
    single.forward(Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}}));
    INDArray epsilon = Nd4j.createFromArray(new float[][] {{0.5f, -3, 2}, {-0.25f, 7, -1}});
    float[] before = epsilon.dup().data().asFloat();

    single.layer().backpropGradient(epsilon, LayerWorkspaceMgr.noWorkspaces());

    assertThat(epsilon.data().asFloat()).containsExactly(before);
  }

  @Test
  void signalIsScaledByTheSpecifiedFactors() {
    BooleanDenseLayer dense = new BooleanDenseLayer.Builder().nIn(3).nOut(8).build();
    BooleanConvolutionLayer.Builder convolution =
        new BooleanConvolutionLayer.Builder(2, 2).nOut(9).stride(3, 2);

    // √(2/8), √(2·6 / (9·4)) and twice that.
    assertThat(dense.signalScale()).isEqualTo(0.5);
    assertThat(convolution.build().signalScale()).isEqualTo(Math.sqrt(1.0 / 3), within(1e-15));
    assertThat(convolution.maxPoolingFollows(true).build().signalScale())
        .isEqualTo(Math.sqrt(4.0 / 3), within(1e-15));
  }

  @Test
  void startsAsFairCoinFlips() {
    SingleLayer single =
        SingleLayer.of(
            new BooleanDenseLayer.Builder().nIn(200).nOut(200).updater(new SignFlip(1)).build(),
            DataType.FLOAT);

    INDArray weights = single.layer().getParam("W");

    assertThat(weights.data().asFloat()).containsOnly(0, 1);
    // Five deviations of √(n/4) = 100.
    assertThat(weights.sumNumber().doubleValue()).isEqualTo(20_000, within(500.0));
    // Neighbours in memory and across it are independent.
    assertThat(weights.getRow(0).mul(weights.getRow(1)).sumNumber().doubleValue())
        .isEqualTo(50, within(35.0));
  }

  @Test
  void inputsThatAreNoBitsAreRefusedByName() {
    SingleLayer single =
        SingleLayer.of(
            new BooleanDenseLayer.Builder()
                .name("mine")
                .nIn(3)
                .nOut(2)
                .updater(new SignFlip(1))
                .build(),
            DataType.FLOAT);

    assertThatIllegalStateException()
        .isThrownBy(() -> single.forward(Nd4j.createFromArray(new float[][] {{1, 0.5f, -1}})))
        .withMessageContaining(
            "BooleanDenseLayer \"mine\": the number of values other than 0 and 1 in the layer's"
                + " input is 2, expected 0");
    assertThatIllegalStateException()
        .isThrownBy(() -> single.forward(Nd4j.createFromArray(new float[][] {{1, Float.NaN, 0}})))
        .withMessageContaining("is 1, expected 0");
  }

  @Test
  void parametersThatAreNoBitsAreRefusedByName() {
    SingleLayer single =
        SingleLayer.of(
            new BooleanConvolutionLayer.Builder(1, 1)
                .name("mine")
                .nIn(1)
                .nOut(2)
                .updater(new SignFlip(1))
                .build(),
            DataType.FLOAT);
    INDArray x = Nd4j.zeros(1, 1, 2, 2);
    single.layer().getParam("b").putScalar(1, 0.5);

    assertThatIllegalStateException()
        .isThrownBy(() -> single.forward(x))
        .withMessageContaining("BooleanConvolutionLayer \"mine\"")
        .withMessageContaining("in parameter b is 1, expected 0")
        .withMessageContaining("ParallelWrapper");
    single.layer().getParam("b").assign(1);
    single.layer().getParam("W").assign(-1);
    assertThatIllegalStateException()
        .isThrownBy(() -> single.forward(x))
        .withMessageContaining("in parameter W is 2, expected 0");
  }

  @Test
  void realInputsMustBeFinite() {
    SingleLayer single =
        SingleLayer.of(
            new BooleanDenseLayer.Builder()
                .name("mine")
                .nIn(2)
                .nOut(2)
                .input(Domain.REAL)
                .updater(new SignFlip(1))
                .build(),
            DataType.FLOAT);

    assertThatIllegalStateException()
        .isThrownBy(() -> single.forward(Nd4j.createFromArray(new float[][] {{1, Float.NaN}})))
        .withMessageContaining("BooleanDenseLayer \"mine\": the number of NaN or infinite values");
  }
}
