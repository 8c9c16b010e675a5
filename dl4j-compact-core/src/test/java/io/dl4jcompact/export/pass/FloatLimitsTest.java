package io.dl4jcompact.export.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Activation.Function;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.ChannelThreshold;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.Quantize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Limits against the elements that they replace, float by float. */
final class FloatLimitsTest {

  private static final Function[] RISING = {
    Function.IDENTITY, Function.RELU, Function.RELU6, Function.SIGMOID, Function.TANH,
    Function.HARD_TANH, Function.HARD_SIGMOID, Function.SOFT_PLUS, Function.SELU, Function.CUBE,
    Function.RATIONAL_TANH, Function.RECTIFIED_TANH
  };

  static LongStream seeds() {
    return LongStream.rangeClosed(1, 200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void aLimitGivesTheBitOfEveryFloatNearItAndOfAnyOther(long seed) {
    Random random = new Random(seed);
    QuantizedElements elements = elements(random);

    Optional<ChannelThreshold> found = new FloatLimits(1, elements).threshold();
    assertThat(found.isPresent())
        .isEqualTo(
            staysNumber(elements, Float.MAX_VALUE) && staysNumber(elements, -Float.MAX_VALUE));
    found.ifPresent(threshold -> compareNear(threshold, elements, random));
  }

  /** Some chains overflow and then are scaled by 0. */
  private static boolean staysNumber(QuantizedElements elements, float x) {
    return elements.staysNumber(0, x);
  }

  private static void compareNear(
      ChannelThreshold threshold, QuantizedElements elements, Random random) {
    float limit = threshold.limits().get(0);
    float[] probes = new float[600];
    for (int i = 0; i < probes.length; i++) {
      probes[i] =
          switch (i % 3) {
            case 0 -> Float.intBitsToFloat(random.nextInt());
            case 1 -> Float.intBitsToFloat(Float.floatToIntBits(limit) + i / 3 - 100);
            default -> (float) (random.nextGaussian() * 3);
          };
    }
    float[] edges = {0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MAX_VALUE, -Float.MAX_VALUE};
    System.arraycopy(edges, 0, probes, 0, edges.length);
    for (float x : probes) {
      if (Float.isFinite(x)) {
        assertThat(threshold.apply(0, x))
            .as("bit of %s, limit %s of %s", x, limit, elements)
            .isEqualTo(elements.bit(0, x));
      }
    }
  }

  private static QuantizedElements elements(Random random) {
    Epilogue.Real epilogue =
        new Epilogue.Real(
            number(random), number(random), Activation.of(RISING[random.nextInt(12)]));
    List<Op> chain = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      chain.add(
          random.nextBoolean()
              ? new Affine(number(random), number(random), number(random))
              : new Activate(Activation.of(RISING[random.nextInt(12)])));
    }
    float threshold = random.nextInt(3) == 0 ? 0 : (float) random.nextGaussian();
    OneBitQuantizer quantizer =
        random.nextBoolean() ? new SignQuantizer() : new StepQuantizer(threshold);
    return elements(epilogue, quantizer, chain.toArray(Op[]::new));
  }

  private static Floats number(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Floats.NONE;
      case 1 -> Floats.of(0);
      default -> Floats.of((float) random.nextGaussian() * 2);
    };
  }

  private static QuantizedElements elements(
      Epilogue.Real epilogue, OneBitQuantizer quantizer, Op... chain) {
    List<Node> nodes = new ArrayList<>();
    for (Op op : chain) {
      nodes.add(new Node("n" + nodes.size(), "", op, List.of("before")));
    }
    Node end = new Node("bits", "", new Quantize(quantizer), List.of("before"));
    return new QuantizedElements(epilogue, new ElementChain(nodes, end));
  }

  @Test
  void tiesFallAsInTheNetwork() {
    Affine rising = new Affine(Floats.of(2), Floats.of(0.5f), Floats.NONE);
    Affine falling = new Affine(Floats.of(2), Floats.of(-0.5f), Floats.NONE);

    assertThat(threshold(new SignQuantizer(), rising)).contains(limit(2, false));
    assertThat(threshold(new StepQuantizer(), rising)).contains(limit(Math.nextUp(2f), false));
    assertThat(threshold(new SignQuantizer(), falling)).contains(limit(Math.nextUp(2f), true));
    assertThat(threshold(new StepQuantizer(), falling)).contains(limit(2, true));
  }

  @Test
  void aScaleOfZeroGivesAConstant() {
    Affine zero = new Affine(Floats.of(2), Floats.of(0), Floats.NONE);

    assertThat(threshold(new SignQuantizer(), zero)).contains(limit(-Float.MAX_VALUE, false));
    assertThat(threshold(new StepQuantizer(), zero)).contains(limit(-Float.MAX_VALUE, true));
  }

  /** 1e38 less -3e38 is beyond floats, and infinity times 0 is no number. */
  @Test
  void elementsThatCanGiveNanHaveNoLimit() {
    Affine overflow = new Affine(Floats.of(-3e38f), Floats.of(0), Floats.NONE);

    assertThat(threshold(new SignQuantizer(), overflow)).isEmpty();
  }

  @Test
  void elementsThatRiseAndFallHaveNoLimit() {
    Activate swish = new Activate(Activation.of(Function.SWISH));

    assertThat(threshold(new StepQuantizer(-0.05f), swish)).isEmpty();
  }

  /** A limit and whether it is flipped. */
  private record Limit(float least, boolean flip) {}

  private static Limit limit(float least, boolean flip) {
    return new Limit(least, flip);
  }

  private static Optional<Limit> threshold(OneBitQuantizer quantizer, Op... chain) {
    return new FloatLimits(1, elements(Epilogue.Real.NONE, quantizer, chain))
        .threshold()
        .map(found -> new Limit(found.limits().get(0), found.flips().get(0)));
  }
}
