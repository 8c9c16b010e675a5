package io.dl4jcompact.runtime.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class PixelScalingTest {

  private static final TensorType COLOURS = TensorType.map(2, 2, 3);

  @Test
  void pixelsAreScaledInFloatSteps() {
    PixelScaling scaling =
        new PixelScaling(
            Floats.of(1, 2, 3), Floats.of(255), Floats.of(0.3f), Floats.of(-0.1f, 0.1f, 0));

    for (int pixel = 0; pixel < 256; pixel++) {
      float step = (pixel - 2f) / 255f;
      step = step * 0.3f;
      assertThat(scaling.apply(1, pixel)).isEqualTo(step + 0.1f);
    }
    assertThat(scaling.count()).isEqualTo(3);
  }

  @Test
  void absentPartsAreLeftOut() {
    assertThat(PixelScaling.NONE.apply(7, 200)).isEqualTo(200);
    assertThat(PixelScaling.NONE.count()).isEqualTo(1);
    assertThat(PixelScaling.dividedBy(256).apply(0, 255)).isEqualTo(255 / 256f);
    PixelScaling negative = new PixelScaling(Floats.NONE, Floats.NONE, Floats.of(-1), Floats.NONE);
    assertThat(Float.floatToRawIntBits(negative.apply(0, 0)))
        .isEqualTo(Float.floatToRawIntBits(-0f));
  }

  @Test
  void whatIsNotFiniteIsRefused() {
    Floats bad = Floats.of(1, Float.NaN);
    Floats infinite = Floats.of(Float.POSITIVE_INFINITY);

    refused(
        () -> new PixelScaling(bad, Floats.NONE, Floats.NONE, Floats.NONE), "center of a pixel");
    refused(() -> new PixelScaling(Floats.NONE, bad, Floats.NONE, Floats.NONE), "divisor of a");
    refused(() -> new PixelScaling(Floats.NONE, Floats.NONE, infinite, Floats.NONE), "scale of a");
    refused(() -> new PixelScaling(Floats.NONE, Floats.NONE, Floats.NONE, bad), "shift of a");
    refused(() -> PixelScaling.dividedBy(0), "divisor 0 of a pixel scaling is 0");
    refused(() -> PixelScaling.dividedBy(-0f), "divisor 0 of a pixel scaling is 0");
    PixelScaling overflowing = PixelScaling.dividedBy(Float.MIN_VALUE);
    refused(
        () -> new Input(COLOURS, Optional.of(overflowing)),
        "pixels 0 and 255 of channel 0 become 0.0 and Infinity; scale them to finite values");
  }

  @Test
  void partsMustFitTheChannels() {
    PixelScaling two = new PixelScaling(Floats.of(1, 2), Floats.NONE, Floats.NONE, Floats.NONE);

    refused(
        () -> new Input(COLOURS, Optional.of(two)),
        "center of pixels has 2 values, expected 0, 1 or 3");
    assertThatCode(() -> new Input(TensorType.map(5, 5, 2), Optional.of(two)))
        .doesNotThrowAnyException();
  }

  @Test
  void tablesAreBounded() {
    int most = PixelScaling.MOST_CHANNELS;
    PixelScaling all = perChannel(most);
    PixelScaling tooMany = perChannel(most + 1);

    assertThatCode(() -> new Input(TensorType.vector(most), Optional.of(all)))
        .doesNotThrowAnyException();
    refused(
        () -> new Input(TensorType.vector(most + 1), Optional.of(tooMany)),
        "pixels of at most 16384 channels can be scaled differently, got 16385");
  }

  private static PixelScaling perChannel(int channels) {
    return new PixelScaling(Floats.of(new float[channels]), Floats.NONE, Floats.NONE, Floats.NONE);
  }

  private static void refused(Runnable action, String message) {
    assertThatThrownBy(action::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
