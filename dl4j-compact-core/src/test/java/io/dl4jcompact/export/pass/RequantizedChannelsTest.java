package io.dl4jcompact.export.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.quantizer.AffineQuantizer;
import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Bytes;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Ints;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.Requantization;
import io.dl4jcompact.runtime.graph.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Integers by multiplier and shift against the float steps that they stand for. */
class RequantizedChannelsTest {

  private static final Window ONE = new Window(1, 1, 1, 1, 1, 1, 0, 0, 0, 0);
  private static final int OUTPUTS = 3;
  private static final int SUMS = 30_000;
  private static final Activation RELU = Activation.of(Activation.Function.RELU);

  private static Floats floats(SplittableRandom random, double from, double to) {
    float[] values = new float[OUTPUTS];
    for (int i = 0; i < OUTPUTS; i++) {
      values[i] = (float) (from + (to - from) * random.nextDouble());
    }
    return Floats.of(values);
  }

  /** Of either sign, not so small that a bias would be beyond 32 bits. */
  private static Floats gammas(SplittableRandom random) {
    float[] values = new float[OUTPUTS];
    for (int i = 0; i < OUTPUTS; i++) {
      values[i] = (float) ((random.nextBoolean() ? 1 : -1) * (0.05 + 2 * random.nextDouble()));
    }
    return Floats.of(values);
  }

  private static Int8Convolution layer(Epilogue.Real epilogue) {
    return new Int8Convolution(
        ONE, OUTPUTS, 1, 3, Bytes.of(new byte[] {1, -2, 127}), Ints.of(), epilogue);
  }

  private static ElementChain chain(List<Op> ops) {
    List<Node> nodes = new ArrayList<>();
    for (Op op : ops) {
      nodes.add(new Node("n" + nodes.size(), "layer", op, List.of("before")));
    }
    return new ElementChain(nodes, null);
  }

  private static AffineQuantizer quantizer(SplittableRandom random) {
    int low = -random.nextInt(1, 128);
    int high = random.nextInt(1, 128);
    return new AffineQuantizer(
        (float) (0.02 + 0.05 * random.nextDouble()), random.nextInt(low, high + 1), low, high);
  }

  @Property(tries = 40)
  void integersEqualTheFloatStepsButNextToTheirBoundaries(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Epilogue.Real real =
        new Epilogue.Real(floats(random, 5e-5, 5e-4), floats(random, -1, 1), Activation.IDENTITY);
    List<Op> ops = new ArrayList<>();
    ops.add(new Affine(Floats.NONE, Floats.NONE, floats(random, -0.5, 0.5)));
    Floats gammas = gammas(random);
    ops.add(new Affine(floats(random, -1, 1), gammas, floats(random, -1, 1)));
    boolean relu = random.nextBoolean();
    if (relu) {
      ops.add(new Activate(RELU));
    }
    ElementChain chain = chain(ops);
    AffineQuantizer quantizer = quantizer(random);

    Optional<Int8Convolution> folded =
        new RequantizedChannels(layer(real), real, chain, quantizer).folded();

    assertThat(folded).isPresent();
    Requantization requantization = (Requantization) folded.get().epilogue();
    for (int n = 0; n < OUTPUTS; n++) {
      int sign = gammas.get(n) < 0 ? -1 : 1;
      assertThat((int) folded.get().weights().get(n)).isEqualTo(sign * new int[] {1, -2, 127}[n]);
      for (int sum = -SUMS; sum <= SUMS; sum += 3) {
        int actual = requantization.apply(n, sign * sum + folded.get().bias().get(n));
        int before = expected(real, chain, quantizer, n, sum - 1);
        int after = expected(real, chain, quantizer, n, sum + 1);
        assertThat(actual).isBetween(Math.min(before, after), Math.max(before, after));
      }
    }
  }

  /** Sums of few bits: each is some integer's first one often, and none may become another. */
  @Property(tries = 40)
  void coarseIntegersEqualTheFloatStepsForEverySum(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Epilogue.Real real =
        new Epilogue.Real(floats(random, 2e-3, 2e-1), floats(random, -1, 1), Activation.IDENTITY);
    Floats gammas = gammas(random);
    ElementChain chain =
        chain(List.of(new Affine(floats(random, -1, 1), gammas, floats(random, -1, 1))));
    AffineQuantizer quantizer =
        new AffineQuantizer((float) (0.1 + random.nextDouble()), random.nextInt(-8, 8), -8, 7);

    Int8Convolution folded =
        new RequantizedChannels(layer(real), real, chain, quantizer).folded().orElseThrow();

    Requantization requantization = (Requantization) folded.epilogue();
    for (int n = 0; n < OUTPUTS; n++) {
      int sign = gammas.get(n) < 0 ? -1 : 1;
      for (int sum = -1000; sum <= 1000; sum++) {
        int actual = requantization.apply(n, sign * sum + folded.bias().get(n));
        assertThat(actual).isEqualTo(expected(real, chain, quantizer, n, sum));
      }
    }
  }

  private static int expected(
      Epilogue.Real real, ElementChain chain, AffineQuantizer quantizer, int channel, int sum) {
    return quantizer.quantize(chain.apply(channel, real.apply(channel, sum)));
  }

  private static Optional<Int8Convolution> folded(Epilogue.Real real, Op... ops) {
    return new RequantizedChannels(
            layer(real), real, chain(List.of(ops)), new AffineQuantizer(1, 0, -127, 127))
        .folded();
  }

  private static Epilogue.Real scale(float scale, Activation activation) {
    return new Epilogue.Real(Floats.of(scale), Floats.NONE, activation);
  }

  @Test
  void factorsOutOfBoundsAndOtherFunctionsStayFloat() {
    assertThat(folded(scale(255, Activation.IDENTITY))).isPresent();
    assertThat(folded(scale(256, Activation.IDENTITY))).isEmpty();
    assertThat(folded(scale(1e-6f, Activation.IDENTITY))).isPresent();
    assertThat(folded(scale(1e-7f, Activation.IDENTITY))).isEmpty();
    assertThat(folded(scale(0, Activation.IDENTITY))).isEmpty();
    assertThat(folded(scale(0.01f, Activation.of(Activation.Function.TANH)))).isEmpty();
    assertThat(folded(scale(0.01f, RELU))).isPresent();
    assertThat(folded(scale(0.01f, RELU), new Activate(RELU))).isEmpty();
    Affine huge = new Affine(Floats.NONE, Floats.NONE, Floats.of(1e9f));
    assertThat(folded(scale(0.01f, Activation.IDENTITY), huge)).isEmpty();
  }
}
