package io.dl4jcompact.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The part of the layer contract about what a single layer computes, for all its variants: in
 * double against the naive layer and its central differences; in float, where oneDNN computes,
 * against double.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class GradientContract extends SavingContract {

  private static final double STEP = 1e-5;
  private static final int ROWS = 2;

  private SingleLayer withParameters(FeedForwardLayer conf, DataType dataType) {
    SingleLayer layer = SingleLayer.of((FeedForwardLayer) conf.clone(), inputType(), dataType);
    long seed = 2;
    for (INDArray parameter : layer.layer().paramTable().values()) {
      parameter.assign(SingleLayer.values(DataType.DOUBLE, seed++, parameter.shape()));
    }
    return layer;
  }

  private INDArray values() {
    long[] shape = inputType().getShape(true);
    shape[0] = ROWS;
    return SingleLayer.values(DataType.DOUBLE, 1, shape);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void outputAndGradientsEqualTheNaiveLayers(FeedForwardLayer conf) {
    SingleLayer layer = withParameters(conf, DataType.DOUBLE);
    FeedForwardLayer initialised = (FeedForwardLayer) layer.layer().conf().getLayer();
    Operands at = new Operands(layer.layer().paramTable(), values());

    INDArray z = layer.forward(at.input());
    INDArray delta = SingleLayer.values(DataType.DOUBLE, 4, z.shape());
    Pair<Gradient, INDArray> gradients = layer.backward(delta);

    assertThat(z.data().asDouble())
        .containsExactly(naiveOutput(initialised, at, at), within(1e-12));
    double[] weights = delta.dup('c').data().asDouble();
    ToDoubleFunction<Operands> loss = moved -> dot(weights, naiveOutput(initialised, at, moved));
    // Others are changed by the layer itself, not along a gradient.
    Map<String, INDArray> trained = new TreeMap<>(at.parameters());
    trained.keySet().removeIf(key -> !layer.layer().updaterDivideByMinibatch(key));
    assertThat(gradients.getFirst().gradientForVariable()).containsOnlyKeys(trained.keySet());
    trained.forEach(
        (key, parameter) ->
            assertClose(
                gradients.getFirst().getGradientFor(key),
                slopes(parameter, moved -> loss.applyAsDouble(at.with(key, moved)))));
    assertClose(
        gradients.getSecond(),
        slopes(at.input(), moved -> loss.applyAsDouble(at.withInput(moved))));
  }

  private static void assertClose(INDArray actual, double[] expected) {
    assertThat(actual.dup('c').data().asDouble()).containsExactly(expected, within(1e-6));
  }

  /** Central differences in c order. */
  private static double[] slopes(INDArray at, ToDoubleFunction<INDArray> loss) {
    INDArray moved = at.dup('c');
    double[] slopes = new double[Math.toIntExact(at.length())];
    for (int i = 0; i < slopes.length; i++) {
      double value = moved.getDouble(i);
      double up = loss.applyAsDouble(moved.putScalar(i, value + STEP));
      double down = loss.applyAsDouble(moved.putScalar(i, value - STEP));
      moved.putScalar(i, value);
      slopes[i] = (up - down) / (2 * STEP);
    }
    return slopes;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("variants")
  void floatEqualsDouble(FeedForwardLayer conf) {
    SingleLayer exact = withParameters(conf, DataType.DOUBLE);
    SingleLayer fast = withParameters(conf, DataType.FLOAT);

    INDArray z = exact.forward(values());
    INDArray fastZ = fast.forward(values().castTo(DataType.FLOAT));
    INDArray delta = SingleLayer.values(DataType.DOUBLE, 4, z.shape());
    Pair<Gradient, INDArray> gradients = exact.backward(delta);
    Pair<Gradient, INDArray> fastGradients = fast.backward(delta.castTo(DataType.FLOAT));

    assertEqual(fastZ, z, 1e-5);
    assertEqual(fastGradients.getSecond(), gradients.getSecond(), 1e-3);
    Map<String, INDArray> expected = gradients.getFirst().gradientForVariable();
    expected.forEach(
        (key, gradient) ->
            assertEqual(fastGradients.getFirst().getGradientFor(key), gradient, 1e-3));
  }

  private static void assertEqual(INDArray actual, INDArray expected, double tolerance) {
    assertThat(actual.castTo(DataType.DOUBLE).equalsWithEps(expected, tolerance)).isTrue();
  }

  Stream<FeedForwardLayer> variantsWithoutRunningValues() {
    return variants().stream().filter(conf -> !hasRunningValues(conf));
  }

  @ParameterizedTest
  @MethodSource("variantsWithoutRunningValues")
  void inferenceEqualsTraining(FeedForwardLayer conf) {
    SingleLayer layer = withParameters(conf, DataType.FLOAT);
    INDArray x = values().castTo(DataType.FLOAT);

    INDArray output = layer.layer().activate(x, false, LayerWorkspaceMgr.noWorkspaces());

    assertThat(output.dup('c')).isEqualTo(layer.forward(x));
  }
}
