package io.dl4jcompact.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.core.LayerContractTest;
import io.dl4jcompact.core.Operands;
import io.dl4jcompact.core.SingleLayer;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.gradientcheck.GradientCheckUtil;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The layer contract, and what both layers of this module promise beyond it. */
abstract class QuantizedLayerContract extends LayerContractTest {

  static final LayerQuantization OFF =
      new LayerQuantization(QuantizationScheme.NONE, QuantizationScheme.NONE, BackwardScheme.NONE);

  /** The layer's variants with a quantisation. */
  abstract Stream<FeedForwardLayer> variantsOf(LayerQuantization quantization);

  /** Deeplearning4j's own layer with the settings of {@code layer("first", 4)}. */
  abstract FeedForwardLayer floatLayer();

  abstract FeedForwardLayer layer(LayerQuantization quantization);

  private static Stream<LayerQuantization> quantizations() {
    LayerQuantization standard = LayerQuantization.DEFAULT;
    List<UnaryOperator<LayerQuantization>> changes =
        List.of(
            q -> q,
            q -> q.withBits(4),
            q -> q.withBits(2),
            q -> q.withInput(q.input().withInterval(Interval.SYMMETRIC).withBits(3)),
            q -> q.withInput(q.input().withObserver(new MinMaxObserver())),
            q -> q.withWeights(q.weights().withPerChannel(false)),
            q -> q.withWeights(q.weights().withInterval(Interval.ASYMMETRIC).withBits(5)),
            q -> q.withWeights(q.weights().withLearnedRange(true)).withBits(4),
            q -> q.withInput(q.input().withLearnedRange(true).withBits(4)),
            q ->
                q.withInput(q.input().withLearnedRange(true).withInterval(Interval.SYMMETRIC))
                    .withWeights(q.weights().withLearnedRange(true).withPerChannel(false)),
            q -> q.withInput(QuantizationScheme.NONE),
            q -> q.withWeights(QuantizationScheme.NONE),
            q -> OFF);
    return changes.stream().map(change -> change.apply(standard));
  }

  @Override
  protected List<FeedForwardLayer> variants() {
    return quantizations().flatMap(this::variantsOf).toList();
  }

  @Override
  protected boolean hasRunningValues(FeedForwardLayer conf) {
    return !((QuantizedOperator) conf).quantization().input().isNone();
  }

  @Override
  protected double[] naiveOutput(FeedForwardLayer conf, Operands at, Operands moved) {
    return NaiveQuantized.training(conf, at).output(moved);
  }

  @Override
  protected double[] naiveInference(FeedForwardLayer conf, Operands at) {
    return NaiveQuantized.inference(conf, at).output(at);
  }

  private INDArray randomInput(DataType dataType) {
    long[] shape = inputType().getShape(true);
    shape[0] = 3;
    Nd4j.getRandom().setSeed(5);
    return Nd4j.randn(dataType, shape);
  }

  @Test
  void withoutQuantisationItIsDeeplearning4jsLayer() {
    SingleLayer ours = SingleLayer.of(layer(OFF), inputType(), DataType.FLOAT);
    SingleLayer theirs = SingleLayer.of(floatLayer(), inputType(), DataType.FLOAT);
    INDArray x = randomInput(DataType.FLOAT);

    assertThat(ours.layer().params()).isEqualTo(theirs.layer().params());
    assertThat(ours.forward(x).equalsWithEps(theirs.forward(x), 1e-5)).isTrue();
  }

  @Test
  void withoutQuantisationGradientsPassTheCheck() {
    DataType before = Nd4j.defaultFloatingPointType();
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    try {
      MultiLayerNetwork network =
          new MultiLayerNetwork(
              new NeuralNetConfiguration.Builder()
                  .seed(1)
                  .dataType(DataType.DOUBLE)
                  .updater(new NoOp())
                  .list()
                  .layer(layer(OFF))
                  .layer(
                      new OutputLayer.Builder(LossFunction.MCXENT)
                          .nOut(3)
                          .activation(Activation.SOFTMAX)
                          .build())
                  .setInputType(inputType())
                  .build());
      network.init();
      INDArray labels = Nd4j.eye(3).castTo(DataType.DOUBLE);

      boolean passed =
          GradientCheckUtil.checkGradients(
              network, 1e-6, 1e-4, 1e-8, false, true, randomInput(DataType.DOUBLE), labels);

      assertThat(passed).isTrue();
    } finally {
      Nd4j.setDefaultDataTypes(before, before);
    }
  }

  @Test
  void inferenceBeforeTrainingUsesTheInputsOwnRange() {
    SingleLayer layer = SingleLayer.of(layer("mine", 4), inputType(), DataType.FLOAT);
    INDArray x = randomInput(DataType.FLOAT);

    double[] expected =
        NaiveQuantized.training(
                (FeedForwardLayer) layer.layer().conf().getLayer(),
                new Operands(layer.layer().paramTable(), x))
            .output(new Operands(layer.layer().paramTable(), x));

    INDArray z =
        layer
            .layer()
            .activate(x, false, org.deeplearning4j.nn.workspace.LayerWorkspaceMgr.noWorkspaces());
    assertThat(z.dup('c').data().asDouble())
        .containsExactly(expected, org.assertj.core.api.Assertions.within(1e-4));
  }

  @Test
  void nonFiniteInputsAreRefusedByName() {
    SingleLayer layer = SingleLayer.of(layer("mine", 4), inputType(), DataType.FLOAT);
    INDArray x = randomInput(DataType.FLOAT);
    x.putScalar(0, Float.NaN);

    assertThatThrownBy(() -> layer.forward(x))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(
            name("mine") + "the number of NaN or infinite values in the input is 1, expected 0");
  }

  @Test
  void nonFiniteWeightsAreRefusedByName() {
    SingleLayer layer = SingleLayer.of(layer("mine", 4), inputType(), DataType.FLOAT);
    layer.layer().getParam("W").putScalar(0, Float.POSITIVE_INFINITY);

    assertThatThrownBy(() -> layer.forward(randomInput(DataType.FLOAT)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining(name("mine") + "the number of NaN or infinite values in the weights");
  }

  @Test
  void nInMustFitTheInputType() {
    FeedForwardLayer conf = layer("mine", 4);
    conf.setNIn(999);

    assertThatThrownBy(() -> SingleLayer.of(conf, inputType(), DataType.FLOAT))
        .hasMessageContaining(name("mine") + "nIn is 999, expected ");
  }

  @Test
  void missingNInIsRefusedWhenTheNetworkIsInitialised() {
    assertThatThrownBy(() -> SingleLayer.of(layer("mine", 4), DataType.FLOAT))
        .hasMessageContaining(name("mine") + "nIn is 0, expected at least 1; set .nIn");
  }

  private String name(String layer) {
    return layer(layer, 4).getClass().getSimpleName() + " \"" + layer + "\": ";
  }
}
