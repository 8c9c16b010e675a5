package io.dl4jcompact.runtime.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.runtime.ModelFormatException;
import io.dl4jcompact.runtime.ModelInfo;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Concat;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Unpack;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class D4cTest {

  private static final Contents MODEL = SampleModels.everyOperation();

  @TempDir Path directory;

  @Test
  void aFileReadsBackAsItWasWritten() throws IOException {
    Path file = directory.resolve("model.d4c");

    D4c.write(MODEL, file);

    Bytes.requireEqual(D4c.read(file), MODEL);
    assertThat(Files.readAllBytes(file)).isEqualTo(Bytes.of(MODEL));
  }

  @Test
  void aStreamReadsBackThoughItComesInPiecesAndStaysOpen() throws IOException {
    boolean[] closed = {false};
    InputStream pieces =
        new FilterInputStream(new ByteArrayInputStream(Bytes.of(MODEL))) {
          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            return super.read(into, offset, Math.min(length, 7));
          }

          @Override
          public void close() {
            closed[0] = true;
          }
        };

    Bytes.requireEqual(D4c.read(pieces), MODEL);
    assertThat(closed[0]).isFalse();
  }

  @Test
  void aModelLargerThanTheFirstPieceReadsBackFromAStream() throws IOException {
    Contents large = affine(Floats.of(new float[100_000]));

    Bytes.requireEqual(D4c.read(new ByteArrayInputStream(Bytes.of(large))), large);
  }

  @Test
  void aMappedFileReadsBackFromWhereverTheBufferStands() throws IOException {
    Path file = directory.resolve("two.bin");
    byte[] model = Bytes.of(MODEL);
    Files.write(file, ByteBuffer.allocate(model.length + 5).put(5, model).array());
    try (FileChannel channel = FileChannel.open(file)) {
      ByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      mapped.position(5);

      Bytes.requireEqual(D4c.read(mapped), MODEL);
      assertThat(mapped.position()).isEqualTo(5);
    }
  }

  @Test
  void theSameModelIsTheSameBytes() throws IOException {
    assertThat(Bytes.of(SampleModels.everyOperation())).isEqualTo(Bytes.of(MODEL));
    assertThat(Bytes.of(Bytes.read(Bytes.of(MODEL)))).isEqualTo(Bytes.of(MODEL));
  }

  @Test
  void floatsKeepTheirBits() throws IOException {
    int[] patterns = {0x7fc00000, 0x7f800001, 0xffc12345, 0x80000000, 0x00000001, 0xff800000};
    float[] values = new float[patterns.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat(patterns[i]);
    }

    Contents found = Bytes.read(Bytes.of(affine(Floats.of(values))));

    float[] read = ((Affine) found.graph().node("y").op()).shift().toArray();
    for (int i = 0; i < patterns.length; i++) {
      assertThat(Float.floatToRawIntBits(read[i])).isEqualTo(patterns[i]);
    }
  }

  @Test
  void aOneBitConvolutionTakesLessThanA28thOfItsFloats() throws IOException {
    int with = Bytes.of(oneBitLayers(2)).length;
    int without = Bytes.of(oneBitLayers(1)).length;
    int floats = 9 * 64 * 64 * Float.BYTES;

    assertThat(with - without).isLessThan(floats / 28);
    assertThat(Bytes.of(oneBitLayers(4)).length).isLessThan(4 * floats / 28);
  }

  /** An input of bits, so many one-bit convolutions, and what makes floats of them. */
  private static Contents oneBitLayers(int layers) {
    List<Node> nodes = new ArrayList<>();
    nodes.add(new Node("input", "", new Input(TensorType.map(8, 8, 64)), List.of()));
    nodes.add(new Node("bits", "", new Quantize(new SignQuantizer()), List.of("input")));
    String last = "bits";
    for (int i = 0; i < layers; i++) {
      String name = "convolution " + i;
      nodes.add(new Node(name, "layer " + i, SampleModels.binary64(), List.of(last)));
      last = name;
    }
    nodes.add(new Node("output", "", new Unpack(), List.of(last)));
    return new Contents(new Graph(nodes, List.of("output")), ModelInfo.EMPTY);
  }

  @Test
  void metadataReadsBack() throws IOException {
    ModelInfo info =
        new ModelInfo(
            "a\u0000b 模型 😀",
            List.of("", "cat", "cat", "ж".repeat(500)),
            Map.of("", "", "configuration", "{}".repeat(500_000), "seed", "1"));
    Contents model = new Contents(affine(Floats.of(0, 0, 0, 0)).graph(), info);

    assertThat(Bytes.read(Bytes.of(model)).info()).isEqualTo(info);
  }

  @Test
  void whatTheFormatDoesNotHoldIsRefusedBeforeAnythingIsWritten() {
    Graph graph = SampleModels.tiny().graph();
    assertUnwritable(
        new Contents(graph, new ModelInfo("n".repeat(1025), List.of(), Map.of())),
        "length of the model's name in UTF-8 bytes is 1025, the format holds 0..1024");
    assertUnwritable(
        new Contents(graph, new ModelInfo("half \ud83d", List.of(), Map.of())),
        "the model's name has half a surrogate pair");
    List<String> labels =
        Collections.nCopies(Limits.LABELS, "sixty-four bytes of label ".repeat(3));
    Graph wide = affine(Floats.of(new float[Limits.LABELS])).graph();
    assertUnwritable(
        new Contents(wide, new ModelInfo("", labels, Map.of())), "its metadata takes ");
    Node input = new Node("x", "", new Input(TensorType.vector(1)), List.of());
    Node many = new Node("y", "", new Concat(), Collections.nCopies(1025, "x"));
    assertUnwritable(
        new Contents(new Graph(List.of(input, many), List.of("y")), ModelInfo.EMPTY),
        "number of inputs of node 'y' is 1025, the format holds 0..1024");
  }

  @Test
  void labelsThatAreNotAsManyAsChannelsAreRefused() {
    ModelInfo three = new ModelInfo("", List.of("a", "b", "c"), Map.of());

    assertThatThrownBy(() -> new Contents(SampleModels.tiny().graph(), three))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there are 3 labels, but the first output, 'y', has 2 channels");
  }

  @Test
  void aModelPastTheGreatestFileIsRefused() throws IOException {
    TensorSink tensors = new TensorSink();
    tensors.add(Limits.FILE_BYTES - 64L, buffer -> {});
    tensors.add(64, buffer -> {});

    assertThatThrownBy(() -> tensors.add(64, buffer -> {}))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("its weights take more than the 2147483584 bytes");
  }

  @Test
  void failuresOfTheStreamPassThrough() throws IOException {
    InputStream broken = InputStream.nullInputStream();
    broken.close();

    assertThatThrownBy(() -> D4c.read(broken)).isExactlyInstanceOf(IOException.class);
  }

  @Test
  void aHeapThatIsTooSmallIsSaid() throws IOException {
    byte[] start = Arrays.copyOf(Bytes.of(MODEL), 32);
    InputStream exhausted =
        new ByteArrayInputStream(start) {
          @Override
          public int readNBytes(byte[] into, int offset, int length) {
            throw new OutOfMemoryError("Java heap space");
          }
        };

    assertThatThrownBy(() -> D4c.read(exhausted))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageContaining("raise -Xmx");
  }

  private static void assertUnwritable(Contents model, String message) {
    assertThatThrownBy(() -> Bytes.of(model))
        .isInstanceOf(ModelFormatException.class)
        .hasMessageStartingWith("the model cannot be written: ")
        .hasMessageContaining(message);
  }

  private static Contents affine(Floats shift) {
    Node input = new Node("x", "", new Input(TensorType.vector(shift.length())), List.of());
    Node affine = new Node("y", "", new Affine(Floats.NONE, Floats.NONE, shift), List.of("x"));
    return new Contents(new Graph(List.of(input, affine), List.of("y")), ModelInfo.EMPTY);
  }
}
