package io.dl4jcompact.examples.sound;

import java.util.SplittableRandom;

/**
 * Speaks vowels with a voice drawn anew for each: pulses of a glottis through resonances, with
 * noise.
 *
 * <p>Each formant is a resonator of Klatt's: y(n) = A x(n) + B y(n-1) + C y(n-2) with C =
 * -e^(-2πb/r), B = 2 e^(-πb/r) cos(2πf/r), A = 1 - B - C, for the frequency f, the bandwidth b and
 * the sample rate r.
 *
 * @see <a href="https://doi.org/10.1121/1.383940">Klatt 1980: Software for a cascade/parallel
 *     formant synthesizer</a>
 */
final class Voice {

  /** Samples a second. */
  static final int RATE = 8_000;

  private static final double FORMANT_SPREAD = 0.09;
  private static final double LONGEST_TRACT = 0.95;
  private static final double SHORTEST_TRACT = 1.2;
  private static final double LOWEST_PITCH = 85;
  private static final double HIGHEST_PITCH = 260;
  private static final double PITCH_DRIFT = 0.2;
  private static final double BREATH = 0.02;
  private static final double LEAST_NOISE = 0.05;
  private static final double MOST_NOISE = 0.3;

  private final SplittableRandom random;

  Voice(SplittableRandom random) {
    this.random = random;
  }

  /** Samples with the greatest amplitude 1. */
  double[] speak(Vowel vowel, int length) {
    double[] sound = glottis(length);
    double tract = random.nextDouble(LONGEST_TRACT, SHORTEST_TRACT);
    for (int i = 0; i < vowel.formants(); i++) {
      double spread = 1 + random.nextDouble(-FORMANT_SPREAD, FORMANT_SPREAD);
      double frequency = vowel.formant(i) * tract * spread;
      resonate(sound, Math.min(frequency, 0.48 * RATE), 60 + 40 * i);
    }
    normalize(sound);
    double noise = random.nextDouble(LEAST_NOISE, MOST_NOISE);
    for (int i = 0; i < length; i++) {
      sound[i] += noise * random.nextDouble(-1, 1);
    }
    normalize(sound);
    return sound;
  }

  /** Pulses of a pitch that rises or falls, smoothed by a pole, and breath. */
  private double[] glottis(int length) {
    double[] sound = new double[length];
    double pitch = random.nextDouble(LOWEST_PITCH, HIGHEST_PITCH);
    double drift = random.nextDouble(-PITCH_DRIFT, PITCH_DRIFT);
    double phase = random.nextDouble();
    double flow = 0;
    for (int i = 0; i < length; i++) {
      phase += pitch * (1 + drift * i / length) / RATE;
      boolean pulse = phase >= 1;
      phase -= pulse ? 1 : 0;
      flow = 0.9 * flow + (pulse ? 1 : 0) + BREATH * random.nextDouble(-1, 1);
      sound[i] = flow;
    }
    return sound;
  }

  private static void resonate(double[] sound, double frequency, double bandwidth) {
    double c = -StrictMath.exp(-2 * Math.PI * bandwidth / RATE);
    double b =
        2
            * StrictMath.exp(-Math.PI * bandwidth / RATE)
            * StrictMath.cos(2 * Math.PI * frequency / RATE);
    double last = 0;
    double secondLast = 0;
    for (int i = 0; i < sound.length; i++) {
      sound[i] = (1 - b - c) * sound[i] + b * last + c * secondLast;
      secondLast = last;
      last = sound[i];
    }
  }

  private static void normalize(double[] sound) {
    double greatest = 0;
    for (double sample : sound) {
      greatest = Math.max(greatest, Math.abs(sample));
    }
    for (int i = 0; i < sound.length; i++) {
      sound[i] /= greatest;
    }
  }
}
