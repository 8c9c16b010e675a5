package io.dl4jcompact.binary.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.binary.BinaryConvolutionLayer;
import io.dl4jcompact.binary.BinaryDenseLayer;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.export.ExportOptions;
import io.dl4jcompact.export.Exported;
import io.dl4jcompact.export.LayerReport;
import io.dl4jcompact.export.MultiplyAdds;
import io.dl4jcompact.export.PackReport;
import io.dl4jcompact.export.Parity;
import io.dl4jcompact.export.RandomNumbers;
import io.dl4jcompact.quantizer.Identity;
import io.dl4jcompact.quantizer.SignQuantizer;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

/** The report says of each layer what became of it. */
final class BinaryPackReportTest {

  private static final InputType IMAGE = InputType.convolutional(8, 8, 3);

  private final PackReport report = exported().report();

  private static Exported exported() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(convolution("first").inputQuantizer(new Identity()).build())
                .layer(new BatchNormalization.Builder().name("norm1").build())
                .layer(convolution("second").inputQuantizer(new SignQuantizer()).build())
                .layer(pool())
                .layer(new BatchNormalization.Builder().name("norm2").build())
                .layer(new DropoutLayer.Builder(0.5).name("drop").build())
                .layer(
                    new ActivationLayer.Builder().name("tanh").activation(Activation.TANH).build())
                .layer(dense("third").build())
                .layer(
                    new ActivationLayer.Builder()
                        .name("same")
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(dense("fourth").weightQuantizer(new Identity()).build())
                .layer(
                    new OutputLayer.Builder()
                        .name("out")
                        .nOut(5)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(IMAGE)
                .build());
    network.init();
    RandomNumbers numbers = new RandomNumbers(1);
    numbers.fill(network);
    ExportOptions options =
        ExportOptions.DEFAULT
            .withInputTypes(IMAGE)
            .withName("mixed")
            .withLabels(List.of("a", "b", "c", "d", "e"))
            .withProvenance("seed", "1")
            .withProvenance("epochs", "0");
    return Parity.check(network, options, numbers.grid(2, 3, 8, 8));
  }

  private static BinaryConvolutionLayer.Builder convolution(String name) {
    return new BinaryConvolutionLayer.Builder(3, 3)
        .name(name)
        .nOut(10)
        .convolutionMode(ConvolutionMode.Same);
  }

  private static SubsamplingLayer pool() {
    return new SubsamplingLayer.Builder(PoolingType.MAX)
        .name("pool")
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }

  private static BinaryDenseLayer.Builder dense(String name) {
    return new BinaryDenseLayer.Builder().name(name).nOut(12);
  }

  @Test
  void aPackedLayerSaysWhereItsResultGoes() {
    LayerReport second = report.layer("second");

    assertThat(second)
        .isEqualTo(
            new LayerReport(
                "second",
                "BinaryConvolutionLayer",
                1,
                1,
                3 * 3 * 10 * 10 + 10,
                4 * (3 * 3 * 10 * 10 + 10),
                // 900 bits of weights, 10 limits of a byte; the pooling took the flips along.
                113 + 10,
                new MultiplyAdds(8 * 8 * 900, 0, 0),
                true,
                "gives bits"));
    assertThat(report.layer("third").packed()).isTrue();
    assertThat(report.layer("third").note()).isEqualTo("gives bits");
  }

  @Test
  void aLayerThatIsNotPackedSaysWhy() {
    assertThat(report.layer("first").packed()).isFalse();
    assertThat(report.layer("first").note()).contains("its input stays float");
    assertThat(report.layer("first").multiplyAdds()).isEqualTo(new MultiplyAdds(0, 8 * 8 * 270, 0));
    assertThat(report.layer("fourth").note()).contains("its weights stay float");
    assertThat(report.layer("out").note()).contains("it is no one-bit layer");
    assertThat(report.layer("out").weightBits()).isEqualTo(32);
  }

  @Test
  void aLayerThatIsGoneSaysWhere() {
    assertThat(report.layer("norm1").note()).isEqualTo("folded into 'first'");
    assertThat(report.layer("norm2").note()).isEqualTo("folded into 'second'");
    assertThat(report.layer("norm2").bytesAfter()).isZero();
    assertThat(report.layer("norm2").bytesBefore()).isEqualTo(4 * 40);
    assertThat(report.layer("tanh").note()).isEqualTo("folded into 'second'");
    assertThat(report.layer("drop").note()).isEqualTo("does nothing at inference");
    assertThat(report.layer("same").note()).isEqualTo("does nothing at inference");
    assertThat(report.layer("pool").note()).isEqualTo("has no weights");
  }

  @Test
  void aLayerWithoutProductsThatNoLayerTakesInStays() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new BatchNormalization.Builder().name("scale").build())
                .layer(new OutputLayer.Builder().name("out").nOut(3).build())
                .setInputType(InputType.feedForward(4))
                .build());
    network.init();

    ExportOptions options = ExportOptions.DEFAULT.withInputTypes(InputType.feedForward(4));
    PackReport kept = CompactExporter.exportWithReport(network, options).report();

    assertThat(kept.layer("scale").note()).contains("could not be folded");
  }

  @Test
  void totalsAreSums() {
    assertThat(report.bytesBefore()).isEqualTo(4 * report.parameters());
    assertThat(report.bytesAfter())
        .isEqualTo(report.layers().stream().mapToLong(LayerReport::bytesAfter).sum());
    assertThat(report.multiplyAdds())
        .isEqualTo(new MultiplyAdds(8 * 8 * 900 + 160 * 12, 8 * 8 * 270, 12 * 12 + 12 * 5));
    assertThat(report.multiplyAdds().total()).isEqualTo(57600 + 1920 + 17280 + 144 + 60);
  }

  @Test
  void theTableHasALineForEachLayerAndTheTotals() {
    assertThat(report.table().lines()).hasSize(report.layers().size() + 2);
    assertThat(report.table())
        .contains("layer")
        .containsPattern("second +BinaryConvolutionLayer +1 +1 +910 +3640 +123")
        .containsPattern("total .*times smaller");
  }

  @Test
  void anUnknownLayerIsNamed() {
    assertThatThrownBy(() -> report.layer("nobody"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nobody")
        .hasMessageContaining("second");
  }

  @Test
  void theModelSaysWhatTheOptionsSay() {
    var info = exported().model().info();

    assertThat(info.name()).isEqualTo("mixed");
    assertThat(info.labels()).containsExactly("a", "b", "c", "d", "e");
    assertThat(info.provenance()).isEqualTo(Map.of("seed", "1", "epochs", "0"));
  }

  @Test
  void namesAreMadeUpForLayersWithoutOne() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new BinaryDenseLayer.Builder().nIn(4).nOut(3).name("layer1").build())
                .layer(
                    new OutputLayer.Builder().nIn(3).nOut(2).activation(Activation.SOFTMAX).build())
                .build());
    network.init();

    PackReport report = CompactExporter.exportWithReport(network, ExportOptions.DEFAULT).report();

    assertThat(report.layers()).extracting(LayerReport::name).containsExactly("layer1", "layer1#1");
  }
}
