package io.dl4jcompact.binary.packed;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.binary.flip.Noise;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.TensorType;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SignalPlanesTest {

  private static SampleFloats floats(float[] values, TensorType type) {
    SampleFloats floats = new WorkingSpace(Slices.DEFAULT).take(values.length / type.size(), type);
    floats.write(0, floats.samples(), values);
    return floats;
  }

  private static double[] decode(SignalPlanes planes, TensorType type, int samples) {
    int channels = type.channels();
    double[] values = new double[samples * type.size()];
    for (int i = 0; i < values.length; i++) {
      int word = i / channels * ((channels + 63) / 64) + i % channels / 64;
      int q = 0;
      for (int k = 0; k < planes.count(); k++) {
        long bit = planes.plane(k).words()[word] >>> (i % channels) & 1;
        q += (k == planes.count() - 1 ? -1 : 1) * (int) (bit << k);
      }
      values[i] = (double) q * planes.scale();
    }
    return values;
  }

  @Property(tries = 100)
  void isWithinAScaleOfTheSignal(
      @ForAll @IntRange(min = 2, max = 8) int bits,
      @ForAll @IntRange(min = 1, max = 140) int channels,
      @ForAll @IntRange(min = -30, max = 10) int exponent,
      @ForAll @IntRange(min = 1, max = 3000) int room,
      @ForAll long seed) {
    TensorType type = new TensorType(ElementType.BIT_01, 2, 3, channels);
    int samples = 3;
    SplittableRandom random = new SplittableRandom(seed);
    float[] signal = new float[samples * type.size()];
    float greatest = 0;
    for (int i = 0; i < signal.length; i++) {
      signal[i] = (float) Math.scalb(random.nextDouble(-1, 1), exponent);
      greatest = Math.max(greatest, Math.abs(signal[i]));
    }
    Slices slices = new Slices(room);
    SignalPlanes planes =
        SignalPlanes.of(floats(signal, type), type, bits, new Noise(seed), slices);
    assertThat(planes.scale()).isEqualTo(greatest / ((1 << (bits - 1)) - 1));
    double[] decoded = decode(planes, type, samples);
    double[] sums = new double[channels];
    for (int i = 0; i < signal.length; i++) {
      assertThat(Math.abs(decoded[i] - signal[i])).isLessThan(planes.scale() * 1.000001);
      sums[i % channels] += decoded[i] / planes.scale();
    }
    for (int c = 0; c < channels; c++) {
      assertThat((double) planes.sums()[c]).isEqualTo(Math.rint(sums[c]));
    }
  }

  @Test
  void keepsSigns() {
    TensorType type = new TensorType(ElementType.BIT_01, 1, 1, 4);
    float[] signal = {3e-20f, 0, -5, -0f};
    assertThat(decode(SignalPlanes.ofSigns(floats(signal, type), type, Slices.DEFAULT), type, 1))
        .containsExactly(1, 0, -1, 0);
  }

  @Test
  void ofNothingIsZero() {
    TensorType type = new TensorType(ElementType.BIT_01, 1, 1, 3);
    SignalPlanes planes =
        SignalPlanes.of(floats(new float[3], type), type, 8, new Noise(1), Slices.DEFAULT);
    assertThat(planes.isZero()).isTrue();
    assertThat(decode(planes, type, 1)).containsExactly(0, 0, 0);
  }
}
