package io.dl4jcompact.binary.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;

class LogMelFeaturesTest {

  private static final int RATE = 8_000;
  private static final LogMelFeatures FEATURES = new LogMelFeatures(RATE, 64, 40, 5, 7);

  /** 64 + 6 * 40 samples fill the seven frames. */
  private static final int FULL = 304;

  @ParameterizedTest
  @ValueSource(ints = {FULL, FULL + 90, 150, 1})
  void featuresAreThoseOfTheFormula(int length) throws IOException {
    short[] sound = noise(length);

    INDArray actual = FEATURES.extract(wave(sound, 16, 1, RATE));

    assertThat(actual.shape()).containsExactly(1, 1, 5, 7);
    for (int frame = 0; frame < 7; frame++) {
      double[] power = naivePower(sound, frame * 40);
      for (int band = 0; band < 5; band++) {
        assertThat(actual.getDouble(0, 0, band, frame))
            .as("band %d, frame %d", band, frame)
            .isCloseTo(Math.log(1e-6 + naiveEnergy(power, band)), within(1e-4));
      }
    }
  }

  @Test
  void aToneIsInTheBandOfItsFrequency() throws IOException {
    LogMelFeatures features = new LogMelFeatures(RATE, 256, 128, 12, 3);
    int last = -1;
    for (int hertz : new int[] {200, 500, 1_000, 1_800, 3_000}) {
      short[] tone = new short[512];
      for (int i = 0; i < tone.length; i++) {
        tone[i] = (short) (20_000 * Math.sin(2 * Math.PI * hertz * i / RATE));
      }
      INDArray bands = features.extract(wave(tone, 16, 1, RATE));
      int loudest = bands.reshape(12, 3).getColumn(1).argMax().getInt(0);
      assertThat(loudest).as("%d Hz", hertz).isGreaterThan(last);
      last = loudest;
    }
  }

  @Test
  void channelsAreAveraged() throws IOException {
    short[] left = noise(FULL);
    short[] both = new short[2 * FULL];
    for (int i = 0; i < FULL; i++) {
      both[2 * i] = left[i];
      both[2 * i + 1] = left[i];
    }
    INDArray stereo = FEATURES.extract(wave(both, 16, 2, RATE));
    assertThat(stereo).isEqualTo(FEATURES.extract(wave(left, 16, 1, RATE)));
  }

  @Test
  void eightBitsAreTakenToo() throws IOException {
    short[] coarse = noise(FULL);
    for (int i = 0; i < FULL; i++) {
      coarse[i] = (short) (coarse[i] >> 8 << 8);
    }
    INDArray eight = FEATURES.extract(wave(coarse, 8, 1, RATE));
    INDArray sixteen = FEATURES.extract(wave(coarse, 16, 1, RATE));
    assertThat(eight.equalsWithEps(sixteen, 0.05)).isTrue();
  }

  @Test
  void anotherRateAndOtherFilesAreRefused() {
    assertThatThrownBy(() -> FEATURES.extract(wave(noise(FULL), 16, 1, 44_100)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("44100 samples a second, expected 8000");
    assertThatThrownBy(() -> FEATURES.extract(new byte[50]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("50 bytes are no sound")
        .hasMessageContaining("WAV");
  }

  @ParameterizedTest
  @CsvSource({"0,64,40,5,7", "8000,64,0,5,7", "8000,64,40,0,7", "8000,64,40,5,0"})
  void sizesOfNothingAreRefused(int rate, int window, int hop, int bands, int frames) {
    assertThatThrownBy(() -> new LogMelFeatures(rate, window, hop, bands, frames))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected each at least 1");
  }

  @Test
  void windowsAndBandsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new LogMelFeatures(RATE, 100, 40, 5, 7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("window is 100");
    assertThatThrownBy(() -> new LogMelFeatures(RATE, 64, 40, 40, 7))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of 40 lies between two lines");
  }

  @Test
  void aNetworkReadsThemAsAMap() {
    assertThat(FEATURES.inputType()).isEqualTo(InputType.convolutional(5, 7, 1));
  }

  private static double[] naivePower(short[] sound, int from) {
    double[] power = new double[33];
    for (int k = 0; k <= 32; k++) {
      double re = 0;
      double im = 0;
      for (int n = 0; n < 64; n++) {
        double x = from + n < sound.length ? sound[from + n] / 32_768.0 : 0;
        double windowed = x * Math.pow(Math.sin(Math.PI * n / 64), 2);
        re += windowed * Math.cos(2 * Math.PI * k * n / 64);
        im -= windowed * Math.sin(2 * Math.PI * k * n / 64);
      }
      power[k] = re * re + im * im;
    }
    return power;
  }

  /** By interpolating between corners, which are equally far apart in mel. */
  private static double naiveEnergy(double[] power, int band) {
    double top = 1_127 * Math.log(1 + 4_000 / 700.0);
    double[] corners = new double[3];
    for (int i = 0; i < 3; i++) {
      corners[i] = 700 * (Math.exp(top * (band + i) / 6 / 1_127) - 1);
    }
    double energy = 0;
    for (int k = 0; k <= 32; k++) {
      double hertz = k * 125;
      if (hertz > corners[0] && hertz <= corners[1]) {
        energy += power[k] * (hertz - corners[0]) / (corners[1] - corners[0]);
      } else if (hertz > corners[1] && hertz < corners[2]) {
        energy += power[k] * (corners[2] - hertz) / (corners[2] - corners[1]);
      }
    }
    return energy;
  }

  private static short[] noise(int length) {
    SplittableRandom random = new SplittableRandom(5);
    short[] samples = new short[length];
    for (int i = 0; i < length; i++) {
      samples[i] = (short) random.nextInt(-20_000, 20_000);
    }
    return samples;
  }

  private static byte[] wave(short[] samples, int bits, int channels, int rate) throws IOException {
    ByteBuffer pcm = ByteBuffer.allocate(samples.length * bits / 8).order(ByteOrder.LITTLE_ENDIAN);
    for (short sample : samples) {
      if (bits == 8) {
        pcm.put((byte) ((sample >> 8) + 128));
      } else {
        pcm.putShort(sample);
      }
    }
    AudioFormat format = new AudioFormat(rate, bits, channels, bits == 16, false);
    AudioInputStream sound =
        new AudioInputStream(
            new ByteArrayInputStream(pcm.array()), format, samples.length / channels);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    AudioSystem.write(sound, AudioFileFormat.Type.WAVE, file);
    return file.toByteArray();
  }

  @Test
  void aSpectrogramThatFitsNoMemoryIsRefused() {
    assertThatThrownBy(() -> new LogMelFeatures(8_000, 256, 1 << 30, 16, 20))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("hop 1073741824, bands 16, frames 20: 20401094912 values a sample")
        .hasMessageContaining("set fewer frames");
  }
}
