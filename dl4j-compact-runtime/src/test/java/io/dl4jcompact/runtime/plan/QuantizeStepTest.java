package io.dl4jcompact.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.quantizer.OneBitQuantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.quantizer.StochasticStepQuantizer;
import io.dl4jcompact.quantizer.StraightThrough;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.kernel.KernelSelection;
import io.dl4jcompact.runtime.kernel.Memory;
import io.dl4jcompact.runtime.kernel.SampleSize;
import io.dl4jcompact.runtime.kernel.ScratchSize;
import io.dl4jcompact.runtime.kernel.Slot;
import io.dl4jcompact.runtime.kernel.Store;
import io.dl4jcompact.runtime.reference.Comparison;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class QuantizeStepTest {

  private static final float[] SPECIAL = {
    0f,
    -0f,
    Float.NaN,
    Float.intBitsToFloat(0xffc00000),
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    0.5f,
    Math.nextUp(0.5f),
    Math.nextDown(0.5f),
    -0.5f,
    Math.nextUp(-0.5f),
    Math.nextDown(-0.5f),
  };

  static Stream<OneBitQuantizer> quantizers() {
    Stream<Float> thresholds = Stream.of(0f, -0f, 0.5f, -0.5f, Float.MIN_VALUE, -Float.MAX_VALUE);
    return Stream.concat(
        Stream.of(new StochasticStepQuantizer()),
        thresholds.flatMap(
            threshold ->
                Stream.of(
                    new StepQuantizer(threshold),
                    new SignQuantizer(threshold, StraightThrough.CLIPPED))));
  }

  @ParameterizedTest
  @MethodSource("quantizers")
  void everyBitIsTheQuantizersOwn(OneBitQuantizer quantizer) {
    for (int channels : new int[] {SPECIAL.length, 63, 64, 65, 129}) {
      TensorType type = TensorType.vector(channels);
      Memory memory = new Memory(1, new SampleSize(channels, 3, 0), ScratchSize.NONE);
      for (int c = 0; c < channels; c++) {
        memory.floats()[c] = SPECIAL[c % SPECIAL.length];
      }

      step(type, quantizer).run(memory, 1);

      for (int c = 0; c < 3 * Long.SIZE; c++) {
        boolean bit = (memory.words()[c / Long.SIZE] >>> c & 1) != 0;
        boolean expected = c < channels && quantizer.bit(memory.floats()[c]);
        assertThat(bit).as("%s of %s", quantizer.spec(), c).isEqualTo(expected);
      }
    }
  }

  private static Step step(TensorType type, OneBitQuantizer quantizer) {
    Graph graph = Comparison.chain(type, new Quantize(quantizer));
    Node node = graph.nodes().get(1);
    assertThat(graph.type(node.name()).element()).isEqualTo(ElementType.of(quantizer));
    Slot input = new Slot(Store.FLOATS, 0, type.size());
    Slot output = new Slot(Store.WORDS, 0, Slot.sizeOf(graph.type(node.name())));
    Map<String, Slot> slots = Map.of(graph.nodes().get(0).name(), input, node.name(), output);
    return Steps.prepare(new Operands(graph, node, slots, KernelSelection.ofProperty().kernels()));
  }
}
