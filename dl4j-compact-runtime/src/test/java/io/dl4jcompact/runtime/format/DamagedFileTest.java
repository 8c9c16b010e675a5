package io.dl4jcompact.runtime.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.runtime.ModelFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files whose container is damaged, cut, extended or of another version. */
class DamagedFileTest {

  private byte[] model;

  @BeforeEach
  void writeModel() throws IOException {
    model = Bytes.of(SampleModels.everyOperation());
  }

  @Test
  void everyTruncationIsRefusedAsOne() {
    for (int length = 1; length < model.length; length++) {
      byte[] cut = Arrays.copyOf(model, length);
      assertRefused(cut, "is");
      assertThatThrownBy(() -> D4c.read(new ByteArrayInputStream(cut)))
          .isInstanceOf(ModelFormatException.class)
          .hasMessageContaining("cut short");
    }
  }

  @Test
  void everyFlippedByteIsRefused() {
    for (int i = 0; i < model.length; i++) {
      for (int flip : new int[] {1, 0x80, 0xff}) {
        byte[] damaged = model.clone();
        damaged[i] ^= (byte) flip;
        assertRefused(damaged, "");
      }
    }
  }

  @Test
  void trailingBytesAreRefused() {
    byte[] longer = Arrays.copyOf(model, model.length + 1);
    String message = "byte " + model.length + ": the model ends here, but the file goes on";

    assertRefused(longer, message);
    assertThatThrownBy(() -> D4c.read(new ByteArrayInputStream(longer)))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining(message);
  }

  @Test
  void aNewerFormatIsRefusedByItsNumber() {
    assertRefused(
        edited(bytes -> bytes.putShort(8, (short) 2)),
        "the model was written by a newer dl4j-compact: its format is 2, this reader knows 1;"
            + " update the dl4j-compact runtime");
    assertRefused(edited(bytes -> bytes.putShort(8, (short) 0)), "format 0 was never written");
  }

  @Test
  void aNewerMinorFormatIsReadWhereItAddsOnlyWhatCanBeSkipped() throws IOException {
    byte[] more = Container.of(model).and("NOTE", 1, new byte[] {1, 2, 3}).toBytes();
    ByteBuffer.wrap(more).order(ByteOrder.LITTLE_ENDIAN).putShort(10, (short) 9);

    Bytes.requireEqual(Bytes.read(Container.repaired(more)), SampleModels.everyOperation());
  }

  @Test
  void aMinorVersionThatIsTooLowForTheOperationsIsRefused() throws IOException {
    byte[] lower = Bytes.of(SampleModels.int8());
    lower[10] = 0;

    assertRefused(
        Container.repaired(lower),
        "header, byte 10: minor version is 0, but there are operations of 1; copy or export it");
  }

  @Test
  void whatANewerMinorFormatAddsAndCannotBeSkippedAsksForAnUpdate() {
    byte[] more = Container.of(model).and("NEED", 0, new byte[0]).toBytes();
    assertRefused(
        more, "section 'NEED' is needed to read the model, but not known; copy or export it again");

    ByteBuffer.wrap(more).order(ByteOrder.LITTLE_ENDIAN).putShort(10, (short) 3);
    assertRefused(
        Container.repaired(more),
        "the file is of format 1.3, this reader knows up to 1.2: update the dl4j-compact runtime");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "12 | 0 | number of sections is 0, expected 1..64",
        "12 | -1 | number of sections is 4294967295, expected 1..64",
        "12 | 64 | the section table goes past the file's end",
        "16 | -2147483648 | length of the file is 2147483648, expected 32..2147483584",
        "20 | -1 | length of the file is 18446744069414",
        "24 | 1 | reserved bytes must be 0, found 1",
        "36 | 2 | unknown flags or reserved bytes are set",
        "60 | 7 | unknown flags or reserved bytes are set",
        "40 | 64 | section META begins at byte 64, expected 128",
        "44 | -1 | section META begins at byte 18446744069414",
        "72 | 128 | section GRPH begins at byte 128, expected 192",
        "48 | 2147483647 | section META takes 2147483647 bytes, the file has room for",
        "52 | -1 | section META takes 18446744069414",
      })
  void nonsenseInHeaderOrTableIsNamed(int offset, int value, String message) {
    byte[] small = shortened();
    assertRefused(edited(small, bytes -> bytes.putInt(offset, value)), message);
  }

  /** A model with fewer than 64 table entries' room behind its header. */
  private byte[] shortened() {
    return new Container(Container.of(model).sections().subList(0, 2)).toBytes();
  }

  @Test
  void sectionsMustBeThereOnce() {
    Container whole = Container.of(model);
    assertRefused(shortened(), "there is no section TENS");
    assertRefused(whole.and("META", 0, new byte[3]).toBytes(), "there are two sections 'META'");
    assertRefused(
        whole.and("NOTE", 1, new byte[3]).and("NOTE", 1, new byte[3]).toBytes(),
        "there are two sections 'NOTE'");
  }

  @Test
  void labelsMustBeAsManyAsTheFirstOutputHasChannels() throws IOException {
    byte[] oneLabel = {0, 1, 1, 'a', 0};
    byte[] noLabel = {0, 0, 0};
    Container tiny = Container.of(Bytes.of(SampleModels.tiny()));

    assertRefused(
        tiny.with("META", oneLabel).toBytes(),
        "there are 1 labels, but the first output, 'y', has 2 channels; export it again");
    assertThat(Bytes.read(tiny.with("META", noLabel).toBytes()).info().labels()).isEmpty();
  }

  @Test
  void sectionsMayComeInAnyOrder() throws IOException {
    List<Container.Section> sections = new ArrayList<>(Container.of(model).sections());
    Collections.reverse(sections);

    Bytes.requireEqual(
        Bytes.read(new Container(sections).toBytes()), SampleModels.everyOperation());
  }

  @Test
  void bytesThatNoSectionOwnsAreRefused() {
    byte[] hidden = model.clone();
    hidden[191] = 1;
    assertRefused(Container.repaired(hidden), "byte 191: padding must be 0, found 1");

    byte[] longer = Arrays.copyOf(model, model.length + 64);
    ByteBuffer.wrap(longer).order(ByteOrder.LITTLE_ENDIAN).putLong(16, longer.length);
    assertRefused(Container.repaired(longer), "the sections end here, but the file goes on");
  }

  @Test
  void aSectionThatIsTooLongToDescribeAModelIsRefused() {
    byte[] huge = Container.of(model).with("META", new byte[(1 << 24) + 1]).toBytes();

    assertRefused(huge, "section META: it has 16777217 bytes, the limit is 16777216");
  }

  @Test
  void aLengthThatLiesTakesNoMemory() {
    byte[] start = edited(Arrays.copyOf(model, 32), bytes -> bytes.putLong(16, 2_000_000_000));

    long before = AllocatedBytes.ofThisThread();
    assertThatThrownBy(() -> D4c.read(new ByteArrayInputStream(start)))
        .hasMessageContaining("it has 32 of 2000000000 bytes");
    assertThat(AllocatedBytes.ofThisThread() - before).isLessThan(1 << 20);
  }

  private byte[] edited(Consumer<ByteBuffer> edit) {
    return edited(model, edit);
  }

  private static byte[] edited(byte[] file, Consumer<ByteBuffer> edit) {
    byte[] result = file.clone();
    edit.accept(ByteBuffer.wrap(result).order(ByteOrder.LITTLE_ENDIAN));
    return Container.repaired(result);
  }

  private static void assertRefused(byte[] bytes, String message) {
    assertThatThrownBy(() -> Bytes.read(bytes))
        .isExactlyInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("the model")
        .hasMessageContaining(message);
  }
}
