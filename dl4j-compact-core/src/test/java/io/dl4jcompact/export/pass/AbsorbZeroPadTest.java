package io.dl4jcompact.export.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.quantizer.AffineQuantizer;
import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.runtime.graph.Bytes;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Ints;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.QuantizeInt8;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;
import io.dl4jcompact.runtime.graph.ZeroPad;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AbsorbZeroPadTest {

  private static final Window WINDOW = new Window(3, 2, 2, 1, 1, 2, 1, 0, 0, 2);

  private final Graphs graphs = new Graphs(1, TensorType.map(4, 5, 33));

  @Test
  void convolutionsPadThemselves() {
    Graph before =
        graphs
            .add("pad", new ZeroPad(1, 2, 3, 4), "in")
            .add("float", graphs.real(WINDOW, 33, 3), "pad")
            .add("bits", new Quantize(new StepQuantizer()), "pad")
            .add("signs", graphs.signs(WINDOW, 33, 4), "bits")
            .output("float")
            .output("signs")
            .build();

    Graph after = new AbsorbZeroPad().apply(before, new Takeovers());

    assertThat(Graphs.operations(after)).doesNotContain("ZeroPad");
    assertThat(((Convolution) after.node("float").op()).window())
        .isEqualTo(new Window(3, 2, 2, 1, 1, 2, 2, 2, 3, 6));
    graphs.requireSame(before, after, 1e-5);
  }

  @Test
  void layersOfIntegersPadWithTheZeroPoint() {
    byte[] weights = new byte[2 * WINDOW.taps() * 33];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (byte) (i % 11 - 5);
    }
    Graph before =
        graphs
            .add("pad", new ZeroPad(1, 2, 3, 4), "in")
            .add("integers", new QuantizeInt8(new AffineQuantizer(0.1f, 17, -128, 127)), "pad")
            .add(
                "sums",
                new Int8Convolution(
                    WINDOW, 2, 1, 17, Bytes.of(weights), Ints.of(), Epilogue.Real.NONE),
                "integers")
            .output("sums")
            .build();

    Graph after = new AbsorbZeroPad().apply(before, new Takeovers());

    assertThat(Graphs.operations(after)).doesNotContain("ZeroPad");
    graphs.requireSame(before, after, 0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aQuantizerThatMakesSomethingOfZeroKeepsThePadding(boolean sign) {
    OneBitQuantizer quantizer = sign ? new SignQuantizer() : new StepQuantizer(-0.5f);
    Graph before =
        graphs
            .add("pad", new ZeroPad(1, 1, 1, 1), "in")
            .add("bits", new Quantize(quantizer), "pad")
            .add("signs", graphs.signs(WINDOW, 33, 4), "bits")
            .output("signs")
            .build();

    assertThat(new AbsorbZeroPad().apply(before, new Takeovers())).isSameAs(before);
  }
}
