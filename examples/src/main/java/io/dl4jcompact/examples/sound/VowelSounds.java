package io.dl4jcompact.examples.sound;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

/**
 * Writes the bundled sounds: a zip of WAV files train/VOWEL/N.wav and test/VOWEL/N.wav, of 8 bits,
 * 8,000 samples a second and 0.15 seconds each. The same arguments give the same sounds.
 *
 * <p>Arguments: the file, the seed, sounds of each vowel for training and for the test. The bundled
 * file was made with {@code sounds.zip 1 45 15}.
 */
public final class VowelSounds {

  private static final int SAMPLES = 1_216;

  private VowelSounds() {}

  /** Writes the file. */
  public static void main(String[] arguments) throws IOException {
    write(
        Path.of(arguments[0]),
        Long.parseLong(arguments[1]),
        Integer.parseInt(arguments[2]),
        Integer.parseInt(arguments[3]));
  }

  static void write(Path file, long seed, int train, int test) throws IOException {
    Voice voice = new Voice(new SplittableRandom(seed));
    try (OutputStream target = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(target)) {
      for (Vowel vowel : Vowel.values()) {
        for (int i = 0; i < train + test; i++) {
          String name = "%s/%s/%02d.wav".formatted(i < train ? "train" : "test", vowel.name(), i);
          ZipEntry entry = new ZipEntry(name);
          // A date of no zone, so that the file is the same wherever it is made.
          entry.setTimeLocal(LocalDateTime.of(2000, 1, 1, 0, 0));
          zip.putNextEntry(entry);
          zip.write(wave(voice.speak(vowel, SAMPLES)));
          zip.closeEntry();
        }
      }
    }
  }

  private static byte[] wave(double[] sound) throws IOException {
    byte[] unsigned = new byte[sound.length];
    for (int i = 0; i < sound.length; i++) {
      unsigned[i] = (byte) (128 + Math.round(127 * sound[i]));
    }
    AudioFormat format = new AudioFormat(Voice.RATE, 8, 1, false, false);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    AudioSystem.write(
        new AudioInputStream(new ByteArrayInputStream(unsigned), format, sound.length),
        AudioFileFormat.Type.WAVE,
        file);
    return file.toByteArray();
  }
}
