package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.core.SingleLayer;
import io.dl4jcompact.quantizer.Identity;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.quantizer.StochasticStepQuantizer;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.ConstantDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.SingletonDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class LayerBehaviourTest {

  @Test
  void jsonHoldsTheQuantizersTextForms() {
    String json =
        new NeuralNetConfiguration.Builder()
            .list()
            .layer(
                new BinaryDenseLayer.Builder()
                    .nIn(2)
                    .nOut(3)
                    .hasBias(false)
                    .inputQuantizer(new StepQuantizer(0.25f))
                    .weightScale(true)
                    .build())
            .build()
            .toJson();

    assertThat(json)
        .contains("\"inputQuantizer\" : \"step(0.25, clipped)\"")
        .contains("\"weightQuantizer\" : \"sign(0.0, clipped)\"")
        .contains("\"weightScale\" : true");
    BinaryDenseLayer read =
        (BinaryDenseLayer) MultiLayerConfiguration.fromJson(json).getConf(0).getLayer();
    assertThat(read.inputQuantizer()).isEqualTo(new StepQuantizer(0.25f));
    assertThat(read.weightQuantizer()).isEqualTo(new SignQuantizer());
    assertThat(read.hasWeightScale()).isTrue();
    assertThat(read.hasBias()).isFalse();
  }

  @Test
  void activationIsTheIdentityWhateverTheNetworksDefault() {
    MultiLayerConfiguration conf =
        new NeuralNetConfiguration.Builder()
            .activation(Activation.RELU)
            .list()
            .layer(new BinaryDenseLayer.Builder().nIn(2).nOut(2).build())
            .layer(new BinaryDenseLayer.Builder().nOut(2).activation(Activation.TANH).build())
            .build();

    assertThat(activation(conf, 0)).isEqualTo(new ActivationIdentity());
    assertThat(activation(conf, 1)).isEqualTo(Activation.TANH.getActivationFunction());
  }

  private static Object activation(MultiLayerConfiguration conf, int layer) {
    return ((FeedForwardLayer) conf.getConf(layer).getLayer()).getActivationFn();
  }

  static Stream<FeedForwardLayer> stochastic() {
    StochasticStepQuantizer quantizer = new StochasticStepQuantizer();
    return Stream.of(
        new BinaryDenseLayer.Builder().nIn(6).nOut(4).inputQuantizer(quantizer).build(),
        new BinaryConvolutionLayer.Builder(1, 1).nIn(6).nOut(4).inputQuantizer(quantizer).build());
  }

  @ParameterizedTest
  @MethodSource("stochastic")
  void stochasticInputsAreDrawnWhileTrainingOnly(FeedForwardLayer conf) {
    SingleLayer layer = SingleLayer.of(conf, DataType.FLOAT);
    long[] shape = conf instanceof BinaryDenseLayer ? new long[] {3, 6} : new long[] {3, 6, 2, 2};
    INDArray x = Nd4j.valueArrayOf(shape, 0.4, DataType.FLOAT);

    Nd4j.getRandom().setSeed(1);
    INDArray first = layer.forward(x);
    INDArray second = layer.forward(x);
    Nd4j.getRandom().setSeed(1);
    INDArray again = layer.forward(x);
    INDArray inference = layer.layer().activate(x, false, LayerWorkspaceMgr.noWorkspaces());

    assertThat(first).isEqualTo(again).isNotEqualTo(second);
    assertThat(inference).isEqualTo(Nd4j.zerosLike(inference));
  }

  @Test
  void stochasticTrainingRepeatsWithTheSeedOnly() {
    INDArray first = stochasticallyTrained(8);

    assertThat(stochasticallyTrained(8)).isEqualTo(first);
    assertThat(stochasticallyTrained(9)).isNotEqualTo(first);
  }

  private static INDArray stochasticallyTrained(long seed) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(
                    new BinaryDenseLayer.Builder()
                        .nIn(20)
                        .nOut(8)
                        .inputQuantizer(new StochasticStepQuantizer())
                        .build())
                .layer(new LossLayer.Builder(LossFunction.MSE).activation(Activation.TANH).build())
                .build());
    network.init();
    DataSet data =
        new DataSet(
            Nd4j.valueArrayOf(new long[] {4, 20}, 0.5, DataType.FLOAT),
            Nd4j.ones(DataType.FLOAT, 4, 8));

    // After init, which sets ND4J's generator to the configuration's seed.
    Nd4j.getRandom().setSeed(seed);
    for (int i = 0; i < 5; i++) {
      network.fit(data);
    }
    return network.params();
  }

  @Test
  void dropoutActsOnTheInputBeforeItIsQuantized() {
    // All inputs pass 0.5 and are 1; dropped they are 0, kept they are scaled up and stay 1.
    BinaryDenseLayer conf =
        new BinaryDenseLayer.Builder()
            .nIn(200)
            .nOut(1)
            .dropOut(0.5)
            .weightInit(new ConstantDistribution(1))
            .inputQuantizer(new StepQuantizer(0.5f))
            .build();
    SingleLayer layer = SingleLayer.of(conf, DataType.FLOAT);
    INDArray x = Nd4j.ones(DataType.FLOAT, 1, 200);

    Nd4j.getRandom().setSeed(2);
    double kept = layer.forward(x).getDouble(0);

    assertThat(kept).isEqualTo(Math.rint(kept)).isBetween(60.0, 140.0);
    INDArray gradient = layer.backward(Nd4j.ones(DataType.FLOAT, 1, 1)).getSecond();
    // A kept input is 2 and outside of the clipped estimator's window: 2 - 0.5 > 1.
    assertThat(gradient.sumNumber().doubleValue()).isZero();
    assertThat(layer.layer().activate(x, false, LayerWorkspaceMgr.noWorkspaces()).getDouble(0))
        .isEqualTo(200);
  }

  @Test
  void weightNoiseActsOnTheLatentWeights() {
    BinaryDenseLayer conf =
        new BinaryDenseLayer.Builder()
            .nIn(4)
            .nOut(2)
            .inputQuantizer(new Identity())
            .weightInit(new ConstantDistribution(0.1))
            .weightNoise(new WeightNoise(new ConstantDistribution(-0.3), true))
            .build();
    SingleLayer layer = SingleLayer.of(conf, DataType.FLOAT);

    INDArray noisy = layer.forward(Nd4j.ones(DataType.FLOAT, 1, 4));

    assertThat(noisy.getDouble(0)).isEqualTo(-4);
    assertThat(layer.layer().getParam("W").getDouble(0)).isEqualTo(0.1, within(1e-6));
  }

  @Test
  void sumsOfOneBitProductsAreExactBeforeTheScale() {
    BinaryDenseLayer conf =
        new BinaryDenseLayer.Builder().nIn(5000).nOut(3).weightScale(true).hasBias(false).build();
    SingleLayer layer = SingleLayer.of(conf, DataType.FLOAT);
    INDArray x = Nd4j.rand(DataType.FLOAT, 4, 5000).subi(0.5);

    INDArray z = layer.forward(x);

    INDArray w = layer.layer().getParam("W");
    for (int n = 0; n < 3; n++) {
      float scale = w.getColumn(n).norm1Number().floatValue() / 5000;
      for (int row = 0; row < 4; row++) {
        int sum = 0;
        for (int i = 0; i < 5000; i++) {
          sum += x.getFloat(row, i) > 0 ? (w.getFloat(i, n) < 0 ? -1 : 1) : 0;
        }
        assertThat(z.getFloat(row, n))
            .isEqualTo(sum * scale, within(Math.abs(sum * scale) * 1e-5f));
      }
    }
  }

  @Test
  void oneBitLayersMixWithDeeplearning4jsInAnyPosition() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .updater(new Adam(0.01))
                .activation(Activation.RELU)
                .convolutionMode(ConvolutionMode.Same)
                .list(
                    new BinaryConvolutionLayer.Builder(3, 3)
                        .nOut(8)
                        .inputQuantizer(new Identity())
                        .activation(Activation.TANH)
                        .build(),
                    new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build(),
                    new ConvolutionLayer.Builder(3, 3).nOut(6).build(),
                    new BinaryConvolutionLayer.Builder(3, 3).nOut(6).weightScale(true).build(),
                    new BinaryDenseLayer.Builder()
                        .nOut(16)
                        .inputQuantizer(new SignQuantizer())
                        .build(),
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nOut(2)
                        .build())
                .setInputType(InputType.convolutionalFlat(8, 8, 1))
                .build());
    network.init();
    Nd4j.getRandom().setSeed(3);
    INDArray input = Nd4j.rand(DataType.FLOAT, 32, 64);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, 32, 2);
    for (int row = 0; row < 32; row++) {
      // Class 1 is brighter in the upper half.
      input.getRow(row).get(NDArrayIndex.interval(0, 32)).subi(row % 2 == 1 ? 0.2 : 0.8);
      labels.putScalar(row, row % 2, 1);
    }

    for (int epoch = 0; epoch < 60; epoch++) {
      network.fit(new DataSet(input, labels));
    }

    List<INDArray> activations = network.feedForward(input);
    assertThat(activations).hasSize(7);
    assertThat(
            network.evaluate(new SingletonDataSetIterator(new DataSet(input, labels))).accuracy())
        .isGreaterThan(0.9);
  }
}
