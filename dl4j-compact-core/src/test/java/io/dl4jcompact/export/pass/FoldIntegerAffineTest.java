package io.dl4jcompact.export.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.quantizer.AffineQuantizer;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Bytes;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Ints;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.QuantizeInt8;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A batch normalisation behind integers becomes scales above 0, weights and a shift. */
final class FoldIntegerAffineTest {

  private static final TensorType VECTOR = TensorType.vector(2);

  private static Graph graph(byte[] weights, float... scales) {
    Int8Convolution sums =
        new Int8Convolution(
            Window.covering(VECTOR),
            2,
            1,
            0,
            Bytes.of(weights),
            Ints.of(),
            new Epilogue.Real(Floats.of(0.5f), Floats.of(1, 2), Activation.IDENTITY));
    Affine affine = new Affine(Floats.of(0, 1), Floats.of(scales), Floats.of(3));
    return new Graph(
        List.of(
            new Node("in", "in", new Input(VECTOR), List.of()),
            new Node("q", "l", new QuantizeInt8(AffineQuantizer.symmetric(8, 1)), List.of("in")),
            new Node("sums", "l", sums, List.of("q")),
            new Node("norm", "n", affine, List.of("sums"))),
        List.of("norm"));
  }

  @Test
  void aNegativeScaleTurnsItsChannelsWeights() {
    Graph folded =
        new FoldIntegerAffine().apply(graph(new byte[] {1, -2, 3, -4}, 4, -2), new Takeovers());

    assertThat(folded.nodes()).hasSize(3);
    Int8Convolution sums = (Int8Convolution) folded.node(folded.outputs().get(0)).op();
    assertThat(sums.weights()).isEqualTo(Bytes.of((byte) 1, (byte) -2, (byte) -3, (byte) 4));
    Epilogue.Real real = (Epilogue.Real) sums.epilogue();
    assertThat(real.scale()).isEqualTo(Floats.of(2, 1));
    // (1 - 0) · 4 + 3 and (2 - 1) · -2 + 3.
    assertThat(real.shift()).isEqualTo(Floats.of(7, 1));
  }

  @Test
  void whatHasNoSuchFormStays() {
    Graph zero = graph(new byte[] {1, 2, 3, 4}, 0, 1);
    assertThat(new FoldIntegerAffine().apply(zero, new Takeovers())).isSameAs(zero);
    Graph least = graph(new byte[] {1, 2, -128, 4}, 1, -1);
    assertThat(new FoldIntegerAffine().apply(least, new Takeovers())).isSameAs(least);
  }
}
