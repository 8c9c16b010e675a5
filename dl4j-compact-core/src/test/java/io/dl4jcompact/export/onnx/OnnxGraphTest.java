package io.dl4jcompact.export.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.export.ExportException;
import io.dl4jcompact.export.OnnxRun;
import io.dl4jcompact.quantizer.AffineQuantizer;
import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.quantizer.StraightThrough;
import io.dl4jcompact.runtime.CompactModel;
import io.dl4jcompact.runtime.ModelInfo;
import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Bytes;
import io.dl4jcompact.runtime.graph.ChannelThreshold;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.DequantizeInt8;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Flatten;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.GlobalPool;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Int8Convolution;
import io.dl4jcompact.runtime.graph.Int8Range;
import io.dl4jcompact.runtime.graph.Ints;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.Pooling;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.QuantizeInt8;
import io.dl4jcompact.runtime.graph.Requantization;
import io.dl4jcompact.runtime.graph.Softmax;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Unpack;
import io.dl4jcompact.runtime.graph.Weights;
import io.dl4jcompact.runtime.graph.Window;
import io.dl4jcompact.runtime.graph.ZeroPad;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

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
  void windowsThatLeaveOnePositionAndLayersOnIt() {
    requireSameResults(
        TensorType.map(3, 3, 2),
        convolution(new Window(3, 3, 2, 2, 1, 1, 0, 0, 0, 0), 4, 2, 1, RELU),
        convolution(new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1), 5, 1, 4, Activation.IDENTITY),
        new ZeroPad(1, 0, 0, 2),
        new GlobalPool(Pooling.SUM));
  }

  /** Zeros that are added are no padding of the pooling's own: they count, for a maximum too. */
  @Test
  void maximaOfZerosThatAreAddedToNegativeValues() {
    requireSameResults(
        TensorType.map(4, 4, 2),
        new Affine(Floats.of(2), Floats.NONE, Floats.NONE),
        new ZeroPad(2, 2, 2, 2),
        new Pool(new Window(2, 2, 1, 1, 1, 1, 0, 0, 0, 0), Pooling.MAX));
  }

  @Test
  void sumsAndMeansOverWindows() {
    Window window = new Window(2, 3, 2, 1, 1, 1, 0, 1, 1, 0);
    for (Pooling pooling : List.of(Pooling.SUM, Pooling.AVERAGE, Pooling.AVERAGE_INSIDE)) {
      requireSameResults(TensorType.map(5, 4, 3), new Pool(window, pooling));
    }
  }

  @Test
  void bitsAsTheNumbersThatTheyStandFor() {
    requireSameResults(
        TensorType.map(4, 4, 3),
        new Quantize(new SignQuantizer(StraightThrough.IDENTITY)),
        new Convolution(
            new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1),
            5,
            new Weights.Signs(Bits.of(5 * 9 * 3, i -> i % 3 == 0)),
            new Epilogue.Real(floats(5), floats(5), RELU)),
        new Quantize(new StepQuantizer(0.25f, StraightThrough.IDENTITY)),
        new Unpack());
  }

  @Test
  void integersOfAnyBits() {
    for (AffineQuantizer quantizer :
        List.of(
            AffineQuantizer.symmetric(4, 0.7f),
            AffineQuantizer.asymmetric(3, -0.4f, 0.6f).signed(),
            AffineQuantizer.asymmetric(8, -0.5f, 1).signed())) {
      requireSameResults(
          TensorType.map(3, 4, 5), new QuantizeInt8(quantizer), new DequantizeInt8(quantizer));
      requireSameResults(
          TensorType.map(3, 4, 2),
          new QuantizeInt8(quantizer),
          new Int8Convolution(
              new Window(2, 2, 1, 1, 1, 1, 0, 0, 0, 0),
              3,
              1,
              quantizer.zeroPoint(),
              Bytes.of(weights(3 * 4 * 2)),
              Ints.of(5, -3, 0),
              new Epilogue.Real(Floats.of(1e-4f, 2e-4f, 3e-4f), floats(3), RELU)));
    }
  }

  private byte[] weights(int count) {
    byte[] weights = new byte[count];
    random.nextBytes(weights);
    return weights;
  }

  @Test
  void whatIsNotInOnnxIsRefusedByTheLayersName() {
    TensorType map = TensorType.map(4, 4, 1);
    requireRefusal(
        map, "Pool", new Pool(new Window(2, 2, 1, 1, 2, 2, 0, 0, 0, 0), Pooling.AVERAGE));
    requireRefusal(map, "Pool", new Pool(new Window(1, 2, 1, 1, 1, 1, 1, 0, 0, 0), Pooling.MAX));
    requireRefusal(
        map,
        "ChannelThreshold",
        new ChannelThreshold(Floats.of(0), Bits.zeros(1), ElementType.BIT_PM1),
        new Unpack());
    requireRefusal(
        map,
        "a comparison of sums with limits",
        new Quantize(new SignQuantizer(StraightThrough.IDENTITY)),
        new Convolution(
            Window.covering(map),
            1,
            new Weights.Signs(Bits.zeros(16)),
            new Epilogue.Threshold(Ints.of(0), Bits.zeros(1), ElementType.BIT_PM1)),
        new Unpack());
    AffineQuantizer quantizer = AffineQuantizer.symmetric(8, 1);
    Int8Convolution integers =
        new Int8Convolution(
            Window.covering(map),
            1,
            1,
            0,
            Bytes.of(new byte[16]),
            Ints.of(),
            Requantization.of(new double[] {0.1}, new Int8Range(0, -127, 127)));
    requireRefusal(
        map,
        "a multiplication by integer and shift",
        new QuantizeInt8(quantizer),
        integers,
        new DequantizeInt8(quantizer));
    requireRefusal(
        map,
        "an input of integers that come from Pool",
        new QuantizeInt8(quantizer),
        new Pool(new Window(1, 1, 1, 1, 1, 1, 0, 0, 0, 0), Pooling.MAX),
        integers.with(Epilogue.Real.NONE));
  }

  private static void requireRefusal(TensorType input, String what, Op... operations) {
    Graph graph = graph(input, operations);
    assertThatThrownBy(() -> OnnxGraph.write(graph, ModelInfo.EMPTY))
        .isInstanceOf(ExportException.class)
        .hasMessageContaining("layer 'layer': " + what)
        .hasMessageContaining("cannot be written as ONNX");
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

    float[] expected = new CompactModel(graph, ModelInfo.EMPTY).predict(samples);
    float[] actual =
        OnnxRun.outputs(
            OnnxGraph.write(graph, ModelInfo.EMPTY),
            Nd4j.createFromArray(samples).reshape(BATCH, input.size()))[0];

    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i]).isCloseTo(expected[i], within(2e-5f));
    }
  }
}
