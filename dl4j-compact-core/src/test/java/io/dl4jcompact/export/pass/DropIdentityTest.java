package io.dl4jcompact.export.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Concat;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.graph.Flatten;
import io.dl4jcompact.runtime.graph.Flip;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.GlobalPool;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.Pooling;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Unflatten;
import io.dl4jcompact.runtime.graph.Upsample;
import io.dl4jcompact.runtime.graph.ZeroPad;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class DropIdentityTest {

  private static final TensorType MAP = TensorType.map(3, 2, 4);
  private static final TensorType VECTOR = TensorType.vector(4);
  private static final Pooling NORM = new Pooling(Pooling.Kind.NORM, 2);

  static Stream<Arguments> identities() {
    return Stream.of(
        Arguments.of(new Activate(Activation.IDENTITY), MAP),
        Arguments.of(new Affine(Floats.NONE, Floats.NONE, Floats.NONE), MAP),
        Arguments.of(new Affine(Floats.of(0), Floats.of(1, 1, 1, 1), Floats.of(-0f)), MAP),
        Arguments.of(new Flatten(), VECTOR),
        Arguments.of(new Unflatten(1, 1, 4), VECTOR),
        Arguments.of(new ZeroPad(0, 0, 0, 0), MAP),
        Arguments.of(new Upsample(1, 1), MAP),
        Arguments.of(new Pool(Graphs.window(1, 1, 0), Pooling.AVERAGE), MAP),
        Arguments.of(new GlobalPool(Pooling.SUM), VECTOR),
        Arguments.of(new Concat(), MAP),
        Arguments.of(new Elementwise(Elementwise.Combination.MAX), MAP));
  }

  static Stream<Arguments> others() {
    return Stream.of(
        Arguments.of(new Activate(Activation.of(Activation.Function.RELU)), MAP),
        Arguments.of(new Affine(Floats.of(0.5f), Floats.NONE, Floats.NONE), MAP),
        Arguments.of(new Affine(Floats.NONE, Floats.of(1, 1, 1, 2), Floats.NONE), MAP),
        Arguments.of(new Flatten(), MAP),
        Arguments.of(new ZeroPad(0, 1, 0, 0), MAP),
        Arguments.of(new Upsample(1, 2), MAP),
        Arguments.of(new Pool(Graphs.window(1, 1, 0), NORM), MAP),
        Arguments.of(new Pool(Graphs.window(1, 2, 0), Pooling.MAX), MAP),
        Arguments.of(new GlobalPool(NORM), VECTOR),
        Arguments.of(new GlobalPool(Pooling.SUM), MAP));
  }

  @ParameterizedTest
  @MethodSource("identities")
  void whatDoesNothingGoes(Op op, TensorType type) {
    Graphs graphs = new Graphs(1, type);
    Graph before = graphs.add("same", op, "in").output("same").build();

    Graph after = new DropIdentity().apply(before, new Takeovers());

    assertThat(after.nodes()).hasSize(1);
    graphs.requireSame(before, after, 0);
  }

  @ParameterizedTest
  @MethodSource("others")
  void whatDoesSomethingStays(Op op, TensorType type) {
    Graph before = new Graphs(1, type).add("other", op, "in").output("other").build();

    assertThat(new DropIdentity().apply(before, new Takeovers())).isSameAs(before);
  }

  @Test
  void aFlipOfNothingDoesNothing() {
    TensorType bits = MAP.with(ElementType.BIT_01);

    assertThat(DropIdentity.isIdentity(new Flip(Bits.of(4, i -> false)), bits)).isTrue();
    assertThat(DropIdentity.isIdentity(new Flip(Bits.of(4, i -> i == 3)), bits)).isFalse();
  }
}
