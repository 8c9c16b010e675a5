package io.dl4jcompact.binary.data;

import java.io.IOException;
import java.util.Arrays;
import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A sound's log-mel spectrogram as a map of one channel, [1, 1, bands, frames]: row 0 is the lowest
 * band, column 0 the first frame.
 *
 * <pre>
 * X_f = DFT of hann(n) x(f·hop + n), n = 0..window-1, hann(n) = (1 - cos(2πn / window)) / 2
 * out = ln(1e-6 + Σ_k mel_band(k) |X_f(k)|²)
 * </pre>
 *
 * <p>x are the file's samples in [-1, 1), the mean of its channels. A shorter sound is followed by
 * silence, of a longer one the end is left out. Triangular bands from 0 Hz to half of the sample
 * rate: see {@code MelBands}.
 *
 * @param sampleRate samples a second; a file of another rate is refused
 * @param window samples of a frame, a power of two
 * @param hop samples from one frame's start to the next
 * @param bands rows
 * @param frames columns
 */
public record LogMelFeatures(int sampleRate, int window, int hop, int bands, int frames)
    implements FeatureExtractor {

  private static final double FLOOR = 1e-6;

  /**
   * @throws IllegalArgumentException if a size is less than 1 or the spectrogram too large, the
   *     window is no power of two, or so many bands would leave some without a line of the spectrum
   */
  public LogMelFeatures {
    if (sampleRate < 1 || hop < 1 || bands < 1 || frames < 1) {
      throw new IllegalArgumentException(
          "LogMelFeatures: sampleRate %d, hop %d, bands %d, frames %d, expected each at least 1; for"
                  .formatted(sampleRate, hop, bands, frames)
              + " speech, 16000, 160, 40 and the frames of a sample");
    }
    if (window < 2 || Integer.bitCount(window) != 1) {
      throw new IllegalArgumentException(
          "LogMelFeatures: window is %d, expected a power of two; 25 ms are usual, at 16000 Hz 512"
              .formatted(window));
    }
    SampleSize.require(
        "LogMelFeatures: window %d, hop %d, bands %d, frames %d"
            .formatted(window, hop, bands, frames),
        // Of the sound that is taken in, or of what is made of it.
        Math.max(window + (frames - 1.0) * hop, (double) bands * frames),
        "set fewer frames");
    MelBands filters = new MelBands(bands, window, sampleRate);
    for (int band = 0; band < bands; band++) {
      if (filters.isEmpty(band)) {
        throw new IllegalArgumentException(
            "LogMelFeatures: band %d of %d lies between two lines of the spectrum of %d samples;"
                    .formatted(band, bands, window)
                + " set fewer bands or a larger window");
      }
    }
  }

  @Override
  public INDArray extract(byte[] content) throws IOException {
    double[] samples =
        Arrays.copyOf(WaveFile.samples(content, sampleRate), window + (frames - 1) * hop);
    MelBands filters = new MelBands(bands, window, sampleRate);
    float[] values = new float[bands * frames];
    for (int frame = 0; frame < frames; frame++) {
      double[] power = power(Arrays.copyOfRange(samples, frame * hop, frame * hop + window));
      for (int band = 0; band < bands; band++) {
        values[band * frames + frame] = (float) Math.log(FLOOR + filters.energy(band, power));
      }
    }
    return Nd4j.create(values, new int[] {1, 1, bands, frames});
  }

  private double[] power(double[] frame) {
    for (int i = 0; i < window; i++) {
      frame[i] *= (1 - Math.cos(2 * Math.PI * i / window)) / 2;
    }
    Complex[] spectrum =
        new FastFourierTransformer(DftNormalization.STANDARD)
            .transform(frame, TransformType.FORWARD);
    double[] power = new double[window / 2 + 1];
    for (int i = 0; i < power.length; i++) {
      double re = spectrum[i].getReal();
      double im = spectrum[i].getImaginary();
      power[i] = re * re + im * im;
    }
    return power;
  }

  @Override
  public InputType inputType() {
    return InputType.convolutional(bands, frames, 1);
  }
}
