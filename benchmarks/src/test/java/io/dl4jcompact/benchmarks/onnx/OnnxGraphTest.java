package io.dl4jcompact.benchmarks.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.runtime.CompactModel;
import io.dl4jcompact.runtime.ModelInfo;
import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Flatten;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.Pooling;
import io.dl4jcompact.runtime.graph.Softmax;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is written computes in ONNX Runtime what the runtime computes. */
class OnnxGraphTest {

  private static final int BATCH = 3;
  private static final Activation RELU = Activation.of(Activation.Function.RELU);

  private final SplittableRandom random = new SplittableRandom(1);

  @Test
  void convolutionsWithGroupsStridesDilationsAndUnevenPadding() {
    TensorType map = TensorType.map(9, 8, 6);
    Window window = new Window(3, 2, 2, 1, 1, 2, 1, 0, 2, 1);
    requireSameResults(map, convolution(window, 9, 3, 2, RELU));
  }

  @Test
  void depthwiseConvolutions() {
    TensorType map = TensorType.map(5, 5, 4);
    Window window = new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1);
    requireSameResults(map, convolution(window, 4, 4, 1, Activation.IDENTITY));
  }

  @Test
  void denseLayersOnMapsAndVectorsWithSoftmax() {
    TensorType map = TensorType.map(3, 4, 5);
    requireSameResults(
        map,
        convolution(Window.covering(map), 7, 1, 5, RELU),
        convolution(Window.covering(TensorType.vector(7)), 4, 1, 7, Activation.IDENTITY),
        new Softmax());
  }

  @Test
  void poolingNormalisationActivationAndFlattening() {
    requireSameResults(
        TensorType.map(6, 7, 3),
        new Pool(new Window(2, 3, 2, 2, 1, 1, 0, 1, 1, 0), Pooling.MAX),
        new Affine(floats(3), floats(3), floats(3)),
        new Activate(RELU),
        new Flatten());
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    Graph graph =
        graph(TensorType.vector(4), new Activate(Activation.of(Activation.Function.SOFT_SIGN)));
    assertThatThrownBy(() -> OnnxGraph.write(graph))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SOFT_SIGN");
    Graph average =
        graph(
            TensorType.map(2, 2, 1),
            new Pool(new Window(2, 2, 1, 1, 1, 1, 0, 0, 0, 0), Pooling.AVERAGE));
    assertThatThrownBy(() -> OnnxGraph.write(average))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("AVERAGE");
  }

  private Convolution convolution(
      Window window, int outputs, int groups, int groupChannels, Activation activation) {
    Weights weights = new Weights.Real(floats(outputs * window.taps() * groupChannels));
    Epilogue epilogue = new Epilogue.Real(floats(outputs), floats(outputs), activation);
    return new Convolution(window, outputs, groups, weights, epilogue);
  }

  private Floats floats(int length) {
    return Floats.of(values(length));
  }

  private float[] values(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  private static Graph graph(TensorType input, Op... operations) {
    List<Node> nodes = new ArrayList<>();
    nodes.add(new Node("n0", "input", new Input(input), List.of()));
    for (Op operation : operations) {
      String previous = nodes.get(nodes.size() - 1).name();
      nodes.add(new Node("n" + nodes.size(), "layer", operation, List.of(previous)));
    }
    return new Graph(nodes, List.of(nodes.get(nodes.size() - 1).name()));
  }

  private void requireSameResults(TensorType input, Op... operations) {
    Graph graph = graph(input, operations);
    float[] samples = values(BATCH * input.size());
    long[] shape =
        input.isVector()
            ? new long[] {BATCH, input.channels()}
            : new long[] {BATCH, input.channels(), input.height(), input.width()};

    float[] expected = new CompactModel(graph, ModelInfo.EMPTY).predict(samples);
    float[] actual = OnnxSession.of(OnnxGraph.write(graph), samples, shape).run().floats();

    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(1e-5f));
    }
  }
}
