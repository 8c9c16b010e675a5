package io.dl4jcompact.binary.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** Sound as the JDK reads it: WAV, AIFF or AU with integer samples. */
final class WaveFile {

  private static final float FULL_SCALE = 32_768;

  private WaveFile() {}

  /**
   * The samples in [-1, 1), the mean of all channels.
   *
   * @throws IOException if the content is no such sound or has another rate
   */
  static double[] samples(byte[] content, int sampleRate) throws IOException {
    try (AudioInputStream sound =
        AudioSystem.getAudioInputStream(new ByteArrayInputStream(content))) {
      AudioFormat format = sound.getFormat();
      if (format.getSampleRate() != sampleRate) {
        throw new IOException(
            "the sound has %.0f samples a second, expected %d; convert it, or set LogMelFeatures"
                    .formatted(format.getSampleRate(), sampleRate)
                + " to its rate");
      }
      AudioFormat wanted = new AudioFormat(sampleRate, 16, format.getChannels(), true, false);
      try (AudioInputStream converted = AudioSystem.getAudioInputStream(wanted, sound)) {
        return mono(converted.readAllBytes(), format.getChannels());
      }
    } catch (UnsupportedAudioFileException | IllegalArgumentException e) {
      throw new IOException(
          "%d bytes are no sound that the JDK reads (%s), expected WAV with integer samples; convert it"
              .formatted(content.length, e.getMessage()),
          e);
    }
  }

  private static double[] mono(byte[] pcm, int channels) {
    ByteBuffer values = ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN);
    double[] samples = new double[pcm.length / Short.BYTES / channels];
    for (int i = 0; i < samples.length; i++) {
      for (int channel = 0; channel < channels; channel++) {
        samples[i] += values.getShort() / FULL_SCALE / channels;
      }
    }
    return samples;
  }
}
