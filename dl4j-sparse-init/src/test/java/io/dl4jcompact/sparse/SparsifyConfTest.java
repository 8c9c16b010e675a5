package io.dl4jcompact.sparse;

import static io.dl4jcompact.sparse.SparsifyNetworks.cnn;
import static io.dl4jcompact.sparse.SparsifyNetworks.output;
import static io.dl4jcompact.sparse.SparsifyNetworks.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.dl4jcompact.sparse.Sparsified.LayerChange;
import java.util.Map;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Densities of one's own, shapes of weights, and what {@link Sparsify} refuses. */
class SparsifyConfTest {

  @Test
  void givenDensitiesAreThoseOfTheLayers() {
    Sparsified<MultiLayerConfiguration> made =
        Sparsify.given(Map.of("conv2", 0.25, "dense", 0.1), 7).apply(cnn());

    assertThat(made.layers().stream().map(LayerChange::connections))
        .containsExactly(72L, 0L, 0L, 288L, 432L, 150L);
    assertThat(made.result().getConf(0).getLayer()).isInstanceOf(ConvolutionLayer.class);
  }

  @Test
  void parametersOfAnLstmCountEachOnItsOwn() {
    MultiLayerConfiguration conf =
        settings()
            .list()
            .layer(new LSTM.Builder().nIn(3).nOut(20).build())
            .layer(
                new RnnOutputLayer.Builder(LossFunction.MCXENT)
                    .nIn(20)
                    .nOut(2)
                    .activation(Activation.SOFTMAX)
                    .build())
            .build();
    long[][] shapes = {{3, 80}, {20, 80}, {20, 2}};
    double[] densities = LayerDensities.erdosRenyiKernel(shapes, 0.3);
    long[] expected = LayerDensities.connections(shapes, densities);

    Sparsified<MultiLayerConfiguration> made = new Sparsify(0.3, 1).apply(conf);

    SparseLayer lstm = (SparseLayer) made.result().getConf(0).getLayer();
    assertThat((long) lstm.mask("W", 240).connections()).isEqualTo(expected[0]);
    assertThat((long) lstm.mask("RW", 1600).connections()).isEqualTo(expected[1]);
    assertThat(made.layers().get(0).name()).isEqualTo("layer0");
  }

  @Test
  void kernelsOfDepthwiseConvolutionsAreNoChannels() {
    MultiLayerConfiguration conf =
        settings()
            .list()
            .layer(new DepthwiseConvolution2D.Builder(5, 5).depthMultiplier(2).build())
            .layer(output(40))
            .setInputType(InputType.convolutional(8, 8, 6))
            .build();
    long[][] shapes = {{6, 2, 5, 5}, {12 * 16, 40}};
    long[] expected =
        LayerDensities.connections(shapes, LayerDensities.erdosRenyiKernel(shapes, 0.2));

    Sparsified<MultiLayerConfiguration> made = new Sparsify(0.2, 1).apply(conf);

    assertThat(made.layers().stream().map(LayerChange::connections))
        .containsExactly(expected[0], expected[1]);
  }

  @Test
  void whatCannotBeDoneIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sparsify(0, 1))
        .withMessageContaining("density is 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sparsify(0.01, 1).denseFirst(true).apply(cnn()))
        .withMessageContaining("expected more than the 72 of the layers that are kept dense");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sparsify(0.5, 1).dense("other").apply(cnn()))
        .withMessageContaining("no layer is named \"other\", expected one of [conv1, norm,");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sparsify.given(Map.of("norm", 0.5), 1).apply(cnn()))
        .withMessageContaining("\"norm\" (BatchNormalization) has no weights");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sparsify.given(Map.of("dense", 1.5), 1))
        .withMessageContaining("density of layer \"dense\" is 1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sparsify.given(Map.of(), 1))
        .withMessageContaining("densities are empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Sparsify.given(Map.of("dense", 0.5), 1).rule(DensityRule.UNIFORM))
        .withMessageContaining("densities are given");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sparsify(0.001, 1).rule(DensityRule.UNIFORM).apply(cnn()))
        .withMessageContaining("layer \"conv1\" would have");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sparsify(0.5, 1).apply(new MultiLayerNetwork(cnn())))
        .withMessageContaining("network.init()");
    Layer unknown = new DenseLayer.Builder().name("unknown").nOut(3).build();
    MultiLayerConfiguration noInput = settings().list().layer(unknown).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sparsify(0.5, 1).apply(noInput))
        .withMessageContaining("layer \"unknown\" (DenseLayer): nIn is 0");
    MultiLayerConfiguration nothing =
        settings().list().layer(new ActivationLayer(Activation.RELU)).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Sparsify(0.5, 1).apply(nothing))
        .withMessageContaining("no layer can be sparse");
  }
}
