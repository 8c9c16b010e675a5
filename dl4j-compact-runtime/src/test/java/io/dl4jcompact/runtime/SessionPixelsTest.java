package io.dl4jcompact.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Concat;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.PixelScaling;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;
import io.dl4jcompact.runtime.reference.RandomOperations;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

class SessionPixelsTest {

  private static final Op IDENTITY = new Activate(Activation.IDENTITY);

  @Example
  void everyPixelOfEveryChannelBecomesItsFloat() {
    float[] center = {103.939f, 116.779f, 123.68f};
    float[] divisor = {57.375f, 57.12f, 58.395f};
    PixelScaling scaling =
        new PixelScaling(Floats.of(center), Floats.of(divisor), Floats.of(0.5f), Floats.of(0.1f));
    CompactModel model = model(TensorType.map(16, 16, 3), scaling, IDENTITY);
    byte[] pixels = new byte[2 * 3 * 256];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i * 3);
    }

    float[] output = model.predict(pixels);

    for (int i = 0; i < pixels.length; i++) {
      int channel = i / 256 % 3;
      int pixel = (i * 3) % 256;
      float expected = (pixel - center[channel]) / divisor[channel] * 0.5f + 0.1f;
      assertThat(output[i]).as("value %s", i).isEqualTo(expected);
    }
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void pixelsGiveTheBitsOfTheirFloats(@ForAll long seed) {
    Random random = new Random(seed);
    int channels = 1 + random.nextInt(5);
    TensorType type = TensorType.map(1 + random.nextInt(9), 1 + random.nextInt(9), channels);
    RandomOperations operations = new RandomOperations(random);
    Convolution convolution =
        operations.convolution(type, Window.covering(type), 33, 1, Activation.IDENTITY);
    CompactModel model = model(type, PixelScaling.dividedBy(255), convolution);
    int samples = random.nextInt(200);
    byte[] pixels = new byte[samples * type.size()];
    random.nextBytes(pixels);
    float[] floats = new float[pixels.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (pixels[i] & 0xff) / 255f;
    }

    float[] expected = model.predict(floats);

    assertThat(model.predict(pixels)).isEqualTo(expected);
    try (Session session = model.newSession(3)) {
      float[] output = new float[expected.length];
      session.run(pixels, output);
      assertThat(output).isEqualTo(expected);
    }
  }

  @Example
  void floatsAndPixelsCanTakeTurns() {
    Session session = model(TensorType.vector(2), PixelScaling.NONE, IDENTITY).newSession();
    float[] output = new float[2];

    session.run(new byte[] {(byte) 255, 1}, output);
    assertThat(output).containsExactly(255, 1);
    session.run(new float[] {0.5f, 0.25f}, output);
    assertThat(output).containsExactly(0.5f, 0.25f);
    session.run(new byte[] {3, (byte) 128}, output);
    assertThat(output).containsExactly(3, 128);
  }

  @Example
  void wrongLengthsAreRefused() {
    Session session = model(TensorType.vector(2), PixelScaling.NONE, IDENTITY).newSession();

    assertThatThrownBy(() -> session.run(new byte[3], new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("input has 3 values; a sample of this model has 2");
    assertThatThrownBy(() -> session.run(new byte[2], new float[4]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("output has room for 4 values");
    assertThatThrownBy(() -> session.run((byte[]) null, new float[4]))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("pixels");
  }

  @Example
  void aModelWithoutScalingRefusesPixels() {
    CompactModel model =
        new CompactModel(chain(TensorType.vector(2), Optional.empty(), IDENTITY), ModelInfo.EMPTY);
    String message =
        "this model does not say how 8-bit pixels become its input; pass the floats that the"
            + " network was trained on, or export it with ExportOptions.withPixels";

    assertThatThrownBy(() -> model.predict(new byte[2]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> model.newSession().run(new byte[2], new float[2]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(message);
  }

  @Example
  void severalInputsOfPixelsAreRefused() {
    Input input = new Input(TensorType.vector(1), Optional.of(PixelScaling.NONE));
    Node a = new Node("a", "a", input, List.of());
    Node b = new Node("b", "b", input, List.of());
    Node both = new Node("both", "both", new Concat(), List.of("a", "b"));
    CompactModel model =
        new CompactModel(new Graph(List.of(a, b, both), List.of("both")), ModelInfo.EMPTY);

    assertThatThrownBy(() -> model.predict(new byte[2]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("this model has 2 inputs and 1 outputs");
  }

  private static CompactModel model(TensorType type, PixelScaling scaling, Op operation) {
    return new CompactModel(chain(type, Optional.of(scaling), operation), ModelInfo.EMPTY);
  }

  private static Graph chain(TensorType type, Optional<PixelScaling> pixels, Op operation) {
    Node input = new Node("in", "in", new Input(type, pixels), List.of());
    Node node = new Node("out", "out", operation, List.of("in"));
    return new Graph(List.of(input, node), List.of("out"));
  }
}
