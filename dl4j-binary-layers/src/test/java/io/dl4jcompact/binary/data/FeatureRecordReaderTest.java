package io.dl4jcompact.binary.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.datavec.api.io.labels.ParentPathLabelGenerator;
import org.datavec.api.io.labels.PatternPathLabelGenerator;
import org.datavec.api.records.Record;
import org.datavec.api.split.CollectionInputSplit;
import org.datavec.api.split.FileSplit;
import org.datavec.api.writable.IntWritable;
import org.datavec.api.writable.NDArrayWritable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;

class FeatureRecordReaderTest {

  /** Single characters in so many buckets that these do not collide. */
  private static final HashedNGrams CHARACTERS = new HashedNGrams(1, 1, 997);

  @TempDir private Path directory;

  private static float[] features(String text) {
    return CHARACTERS.extract(text.getBytes(StandardCharsets.UTF_8)).toFloatVector();
  }

  private static float[] features(Record record) {
    return ((NDArrayWritable) record.getRecord().get(0)).get().toFloatVector();
  }

  @Test
  void filesOfDirectoriesAreSamplesOfClasses() throws IOException {
    write("b class/1.txt", "one");
    write("b class/2.txt", "two");
    write("a/1.txt", "three");
    FeatureRecordReader reader =
        new FeatureRecordReader(CHARACTERS, new ParentPathLabelGenerator());
    reader.initialize(new FileSplit(directory.toFile()));

    assertThat(reader.getLabels()).containsExactly("a", "b class");
    int samples = 0;
    while (reader.hasNext()) {
      Record record = reader.nextRecord();
      URI file = record.getMetaData().getURI();
      assertThat(features(record)).isEqualTo(features(Files.readString(Path.of(file))));
      assertThat(record.getRecord().get(1))
          .isEqualTo(new IntWritable(file.getPath().contains("/a/") ? 0 : 1));
      assertThat(reader.loadFromMetaData(List.of(record.getMetaData())).get(0).getRecord())
          .isEqualTo(record.getRecord());
      samples++;
    }
    assertThat(samples).isEqualTo(3);
    assertThatThrownBy(reader::next).isInstanceOf(NoSuchElementException.class);
    reader.reset();
    assertThat(reader.hasNext()).isTrue();
  }

  @Test
  void linesAreSamplesOfTheirFilesClass() throws IOException {
    Path english = write("english_1.txt", "one\n\n  \ntwo\n");
    Path german = write("german_1.txt", "drei");
    FeatureRecordReader reader =
        FeatureRecordReader.ofLines(CHARACTERS, new PatternPathLabelGenerator("_", 0));
    reader.initialize(new CollectionInputSplit(List.of(english.toUri(), german.toUri())));

    assertThat(reader.getLabels()).containsExactly("english", "german");
    assertThat(features(reader.nextRecord())).isEqualTo(features("one"));
    Record second = reader.nextRecord();
    assertThat(features(second)).isEqualTo(features("two"));
    assertThat(second.getMetaData().getLocation()).contains("english_1.txt");
    assertThat(reader.next().get(1)).isEqualTo(new IntWritable(1));
    assertThat(reader.hasNext()).isFalse();
    assertThat(features(reader.loadFromMetaData(second.getMetaData()))).isEqualTo(features("two"));
  }

  @Test
  void entriesOfAJarAreRead() throws IOException {
    URI jar = URI.create("jar:" + directory.resolve("data.jar").toUri());
    try (FileSystem files = FileSystems.newFileSystem(jar, Map.of("create", "true"))) {
      Files.createDirectory(files.getPath("/x y"));
      Files.writeString(files.getPath("/x y/1.txt"), "one");
    }
    FeatureRecordReader reader =
        new FeatureRecordReader(CHARACTERS, new ParentPathLabelGenerator());
    reader.initialize(new CollectionInputSplit(List.of(URI.create(jar + "!/x%20y/1.txt"))));

    assertThat(reader.getLabels()).containsExactly("x y");
    assertThat(features(reader.nextRecord())).isEqualTo(features("one"));
  }

  @Test
  void positivesAndNegativesAreDrawnByTheNamesOfClasses() throws IOException {
    for (String name : List.of("a", "b", "c")) {
      write(name + "/1.txt", name + "1");
      write(name + "/2.txt", name + "2");
    }
    FeatureRecordReader reader =
        new FeatureRecordReader(CHARACTERS, new ParentPathLabelGenerator());
    reader.initialize(new FileSplit(directory.toFile()));

    DataSet batch =
        new RatioDataSetIterator(reader, 1, Set.of("b"), RatioSampling.of(1, 2, 6)).next();

    assertThat(batch.getFeatures().shape()).containsExactly(6, 997);
    int bucket = firstBucket("b");
    assertThat(batch.getFeatures().getColumn(bucket)).isEqualTo(batch.getLabels().getColumn(1));
  }

  private static int firstBucket(String character) {
    float[] with = features("q" + character);
    float[] without = features("q");
    for (int i = 0; i < with.length; i++) {
      if (with[i] > without[i]) {
        return i;
      }
    }
    throw new AssertionError(character);
  }

  @Test
  void aFileOfAnotherKindIsNamed() throws IOException {
    Path text = write("a/1.png", "no image");
    FeatureRecordReader reader =
        new FeatureRecordReader(new ImageFeatures(2, 2, 1), new ParentPathLabelGenerator());
    assertThatThrownBy(reader::hasNext)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("initialize");
    reader.initialize(new FileSplit(directory.toFile()));
    assertThatThrownBy(reader::next)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(text.toUri().toString())
        .hasMessageContaining("no image");
    Files.delete(text);
    assertThatThrownBy(reader::next)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("cannot read " + text.toUri());
  }

  @Test
  void aStreamIsReadAsTheFileItCameFrom() throws IOException {
    Path text = write("a/1.txt", "old");
    FeatureRecordReader reader =
        new FeatureRecordReader(CHARACTERS, new ParentPathLabelGenerator());
    reader.initialize(new FileSplit(directory.toFile()));
    byte[] other = "new".getBytes(StandardCharsets.UTF_8);
    List<?> record =
        reader.record(text.toUri(), new DataInputStream(new ByteArrayInputStream(other)));
    assertThat(((NDArrayWritable) record.get(0)).get().toFloatVector()).isEqualTo(features("new"));
  }

  private Path write(String name, String text) throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
