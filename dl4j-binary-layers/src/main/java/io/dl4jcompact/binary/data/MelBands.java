package io.dl4jcompact.binary.data;

/**
 * Triangular filters whose centres are equally far apart on the mel scale, from 0 Hz to half of the
 * sample rate. Each rises from the centre before it and falls to the one behind it, with the peak
 * 1.
 *
 * <pre> mel(f) = 2595 log10(1 + f / 700) </pre>
 *
 * @see <a href="https://archive.org/details/speechcommunicat00osha">O'Shaughnessy 1987, p. 150</a>
 */
final class MelBands {

  private final double[][] weights;

  /**
   * @param bands filters
   * @param window samples of the transform
   * @param sampleRate samples a second
   */
  MelBands(int bands, int window, int sampleRate) {
    double highest = mel(sampleRate / 2.0);
    weights = new double[bands][window / 2 + 1];
    for (int band = 0; band < bands; band++) {
      double low = hertz(highest * band / (bands + 1));
      double centre = hertz(highest * (band + 1) / (bands + 1));
      double high = hertz(highest * (band + 2) / (bands + 1));
      for (int i = 0; i < weights[band].length; i++) {
        double frequency = (double) i * sampleRate / window;
        double slope =
            Math.min((frequency - low) / (centre - low), (high - frequency) / (high - centre));
        weights[band][i] = Math.max(0, slope);
      }
    }
  }

  /** Σ w_k p_k over a power spectrum p [window / 2 + 1]. */
  double energy(int band, double[] power) {
    double sum = 0;
    for (int i = 0; i < power.length; i++) {
      sum += weights[band][i] * power[i];
    }
    return sum;
  }

  /** Whether a band is narrower than the spectrum's lines, so that it would always be empty. */
  boolean isEmpty(int band) {
    double sum = 0;
    for (double weight : weights[band]) {
      sum += weight;
    }
    return sum == 0;
  }

  private static double mel(double hertz) {
    return 2595 * Math.log10(1 + hertz / 700);
  }

  private static double hertz(double mel) {
    return 700 * (Math.pow(10, mel / 2595) - 1);
  }
}
