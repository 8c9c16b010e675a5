package io.dl4jcompact.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Concat;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.reference.Comparison;
import io.dl4jcompact.runtime.reference.RandomGraphs;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

class SessionTest {

  private static final Graph IMAGE =
      Comparison.chain(TensorType.map(28, 28, 1), new Activate(Activation.IDENTITY));
  private static final Graph COLOURS =
      Comparison.chain(TensorType.map(2, 3, 2), new Activate(Activation.IDENTITY));
  private static final Graph VECTOR =
      Comparison.chain(TensorType.vector(4), new Activate(Activation.IDENTITY));

  @Example
  void aPartOfASampleIsRefused() {
    Session session = session(IMAGE);

    assertThatThrownBy(() -> session.run(new float[785], new float[784]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "input has 785 values; a sample of this model has 1x28x28 = 784;"
                + " pass a whole number of samples");
  }

  @Example
  void anOutputOfTheWrongLengthIsRefused() {
    Session session = session(VECTOR);

    assertThatThrownBy(() -> session.run(new float[8], new float[4]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "output has room for 4 values; 2 samples of 4 values give 8;"
                + " pass an array of just this length");
  }

  @Example
  void missingValuesAreNamedByTheirPlace() {
    Session session = session(COLOURS);
    float[] input = new float[24];
    input[12 + 6 + 3 + 2] = Float.NaN;

    assertThatThrownBy(() -> session.run(input, new float[24]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("input[23] is NaN (sample 1, channel 1, row 1, column 2); replace");
  }

  /** Whose sum is not finite. */
  @Example
  void theLargestFloatsAreTaken() {
    Session session = session(VECTOR);
    float[] input = new float[400];
    Arrays.fill(input, Float.MAX_VALUE);

    assertThatCode(() -> session.run(input, new float[400])).doesNotThrowAnyException();
  }

  @Example
  void anyMissingValueIsFound() {
    Session session = session(VECTOR);
    for (int i = 0; i < 24; i++) {
      float[] input = new float[24];
      input[i] = i % 2 == 0 ? Float.NaN : Float.POSITIVE_INFINITY;
      assertThatThrownBy(() -> session.run(input, new float[24]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("input[" + i + "] is ");
    }
  }

  @Example
  void infiniteValuesAreNamedByTheirPlace() {
    Session session = session(VECTOR);
    float[] input = new float[8];
    input[6] = Float.NEGATIVE_INFINITY;

    assertThatThrownBy(() -> session.run(input, new float[8]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("input[6] is -Infinity (sample 1, element 2); replace");
  }

  @Example
  void theInputCannotBeTheOutput() {
    float[] array = new float[4];

    assertThatThrownBy(() -> session(VECTOR).run(array, array))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("same array");
  }

  @Example
  void aSessionInUseIsRefusedAndUsableOnceItIsFree() {
    Session session = session(VECTOR);
    session.enter();
    assertThatThrownBy(() -> session.run(new float[4], new float[4]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("in use by another thread")
        .hasMessageContaining("newSession()");

    session.leave();
    float[] output = new float[4];
    session.run(new float[] {1, 2, 3, 4}, output);

    assertThat(output).containsExactly(1, 2, 3, 4);
  }

  @Example
  void aFailedRunLeavesTheSessionUsable() {
    Session session = session(VECTOR);
    assertThatThrownBy(() -> session.run(new float[3], new float[4]))
        .isInstanceOf(IllegalArgumentException.class);

    float[] output = new float[4];
    session.run(new float[] {4, 3, 2, 1}, output);

    assertThat(output).containsExactly(4, 3, 2, 1);
  }

  @Example
  void noSamplesGiveNoResults() {
    CompactModel model = new CompactModel(VECTOR, ModelInfo.EMPTY);

    assertThat(model.predict(new float[0])).isEmpty();
  }

  @Example
  void severalInputsAndOutputsAreTakenInOrder() {
    Session session = session(twoInputs());
    float[][] outputs = {new float[6], new float[4]};

    session.run(new float[][] {{1, 2, 3, 4}, {5, 6}}, outputs);

    assertThat(outputs[0]).containsExactly(1, 2, 5, 3, 4, 6);
    assertThat(outputs[1]).containsExactly(1, 2, 3, 4);
  }

  @Example
  void severalInputsNeedAsManyArraysAndSamples() {
    Session session = session(twoInputs());
    float[][] outputs = {new float[6], new float[4]};

    assertThatThrownBy(() -> session.run(new float[4], new float[6]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("2 inputs and 2 outputs; use Session.run(float[][]");
    assertThatThrownBy(() -> session.run(new float[][] {{1, 2}}, outputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 inputs, got 1 arrays");
    assertThatThrownBy(() -> session.run(new float[][] {{1, 2, 3, 4}, {5, 6, 7}}, outputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("input 'b' has 3 samples, the first input has 2");
    assertThatThrownBy(() -> session.run(new float[][] {{1, 2, 3, 4}, {5, 6}}, new float[1][6]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 outputs, got 1 arrays");
  }

  @Example
  void twoOutputsCannotBeOneArray() {
    Node input = new Node("in", "", new Input(TensorType.vector(2)), List.of());
    Node same = new Node("same", "", new Activate(Activation.IDENTITY), List.of("in"));
    Session session = session(new Graph(List.of(input, same), List.of("same", "in")));
    float[] array = new float[2];

    assertThatThrownBy(() -> session.run(new float[][] {{1, 2}}, new float[][] {array, array}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("output 'same' and output 'in' are the same array; pass one for each");
  }

  @Example
  void aMissingArrayIsNamed() {
    Session session = session(twoInputs());
    float[][] inputs = {{1, 2}, {3}};
    float[][] outputs = {new float[3], new float[2]};

    assertThatThrownBy(() -> session.run(new float[][] {{1, 2}, null}, outputs))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("the array for input 'b' is null");
    assertThatThrownBy(() -> session.run(inputs, new float[][] {null, outputs[1]}))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("the array for output 'both' is null");
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void resultsDoNotDependOnTheBatch(@ForAll long seed) {
    Random random = new Random(seed);
    Graph graph = RandomGraphs.of(random);
    int batch = 150;
    float[][] inputs = RandomGraphs.inputs(graph, batch, random);
    Session session = session(graph);
    float[][] together = outputs(graph, batch);
    session.run(inputs, together);

    for (int sample : new int[] {0, 63, 64, 149}) {
      float[][] alone = outputs(graph, 1);
      session.run(sample(graph, inputs, sample), alone);
      for (int o = 0; o < alone.length; o++) {
        int size = alone[o].length;
        assertThat(Arrays.copyOfRange(together[o], sample * size, (sample + 1) * size))
            .containsExactly(alone[o]);
      }
    }
  }

  private static Session session(Graph graph) {
    return new CompactModel(graph, ModelInfo.EMPTY).newSession();
  }

  private static Graph twoInputs() {
    Node a = new Node("a", "a", new Input(TensorType.vector(2)), List.of());
    Node b = new Node("b", "b", new Input(TensorType.vector(1)), List.of());
    Node both = new Node("both", "both", new Concat(), List.of("a", "b"));
    return new Graph(List.of(a, b, both), List.of("both", "a"));
  }

  private static float[][] outputs(Graph graph, int batch) {
    return graph.outputs().stream()
        .map(output -> new float[batch * graph.type(output).size()])
        .toArray(float[][]::new);
  }

  private static float[][] sample(Graph graph, float[][] inputs, int sample) {
    float[][] alone = new float[inputs.length][];
    for (int i = 0; i < inputs.length; i++) {
      int size = graph.type(graph.inputs().get(i).name()).size();
      alone[i] = Arrays.copyOfRange(inputs[i], sample * size, (sample + 1) * size);
    }
    return alone;
  }
}
