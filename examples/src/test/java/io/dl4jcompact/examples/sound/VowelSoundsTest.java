package io.dl4jcompact.examples.sound;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.examples.data.Dataset;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VowelSoundsTest {

  @TempDir private Path directory;

  @Test
  void theBundledSoundsAreTheGenerators() throws IOException {
    Path made = directory.resolve("sounds.zip");
    VowelSounds.main(new String[] {made.toString(), "1", "45", "15"});

    Map<String, byte[]> bundled = contents(Dataset.class.getResourceAsStream("sound/sounds.zip"));
    Map<String, byte[]> expected = contents(Files.newInputStream(made));

    assertThat(bundled).hasSize(300);
    assertThat(bundled.keySet()).isEqualTo(expected.keySet());
    bundled.forEach((name, wave) -> assertThat(wave).as(name).isEqualTo(expected.get(name)));
  }

  @Test
  void soundsAreAsLoudAsTheyCanBe() {
    Voice voice = new Voice(new SplittableRandom(2));
    for (Vowel vowel : Vowel.values()) {
      double greatest = 0;
      for (double sample : voice.speak(vowel, 800)) {
        greatest = Math.max(greatest, Math.abs(sample));
      }
      assertThat(greatest).as("%s", vowel).isEqualTo(1);
    }
  }

  private static Map<String, byte[]> contents(InputStream file) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(file)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        contents.put(entry.getName(), zip.readAllBytes());
      }
    }
    return contents;
  }
}
