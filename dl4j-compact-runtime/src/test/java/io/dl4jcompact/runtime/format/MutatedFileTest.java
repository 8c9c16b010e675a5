package io.dl4jcompact.runtime.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.runtime.ModelFormatException;
import io.dl4jcompact.runtime.ModelInfo;
import io.dl4jcompact.runtime.graph.Bits;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.ElementType;
import io.dl4jcompact.runtime.graph.Epilogue;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Ints;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.Softmax;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Window;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mutations whose checksums are right, so that what is behind the checksums is attacked. */
class MutatedFileTest {

  private static final int MUTATIONS = 20_000;

  /** A reader's own buffers and messages, whatever the file. */
  private static final long FIXED_BYTES = 1 << 16;

  private static final long BYTES_PER_BYTE = 8;

  private int refused;
  private int accepted;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aMutatedModelIsRefusedOrValid(long seed) throws IOException {
    byte[] everyOperation = Bytes.of(SampleModels.everyOperation());
    byte[] int8 = Bytes.of(SampleModels.int8());
    long start = System.nanoTime();
    for (int i = 0; i < MUTATIONS; i++) {
      long mutation = seed * MUTATIONS + i;
      byte[] model =
          i % 2 == 0
              ? i % 4 == 0 ? everyOperation : int8
              : Bytes.of(new Contents(SeededGraphs.graph(mutation), ModelInfo.EMPTY));
      attack(new Mutation(mutation).of(model), mutation);
    }

    assertThat(refused).isGreaterThan(MUTATIONS / 2);
    assertThat(accepted).isGreaterThan(MUTATIONS / 100);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
  }

  private void attack(byte[] file, long mutation) throws IOException {
    Outcome outcome = Outcome.of(file);
    if (outcome.taken > bound(file)) {
      // The first of its kind may load classes; the second must not need that much.
      outcome = Outcome.of(file);
    }
    assertThat(outcome.taken).as("bytes for mutation %d", mutation).isLessThan(bound(file));
    if (outcome.found != null) {
      accepted++;
      Bytes.requireEqual(Bytes.read(Bytes.of(outcome.found)), outcome.found);
    } else {
      refused++;
      assertThat(outcome.failure)
          .as("mutation %d", mutation)
          .isExactlyInstanceOf(ModelFormatException.class)
          .hasMessageStartingWith("the model");
      assertThat(outcome.failure.getMessage()).hasSizeLessThan(4000);
    }
  }

  @Test
  void limitsOfOneByteStayWithinTheDocumentedMemory() throws IOException {
    int outputs = 2_000_000;
    Node input = new Node("x", "", new Input(TensorType.vector(1)), List.of());
    Node bits = new Node("bits", "", new Quantize(new SignQuantizer()), List.of("x"));
    Epilogue threshold =
        new Epilogue.Threshold(
            Ints.of(new int[outputs]), Bits.of(outputs, i -> false), ElementType.BIT_PM1);
    Window point = Window.covering(TensorType.vector(1));
    Convolution dense = new Convolution(point, outputs, SampleModels.signs(outputs), threshold);
    Node layer = new Node("layer", "", dense, List.of("bits"));
    Graph graph = new Graph(List.of(input, bits, layer), List.of("x"));
    byte[] file = Bytes.of(new Contents(graph, ModelInfo.EMPTY));

    // The file itself is in memory too while it is read.
    assertThat(Outcome.of(file).taken + file.length).isLessThan(bound(file));
  }

  private static long bound(byte[] file) {
    return FIXED_BYTES + BYTES_PER_BYTE * file.length;
  }

  /** What reading came to, and the bytes that it took from the heap, garbage included. */
  private record Outcome(Contents found, Throwable failure, long taken) {

    static Outcome of(byte[] file) {
      Contents[] found = new Contents[1];
      long before = AllocatedBytes.ofThisThread();
      Throwable failure = catchThrowable(() -> found[0] = Bytes.read(file));
      return new Outcome(found[0], failure, AllocatedBytes.ofThisThread() - before);
    }
  }

  @Test
  void aMillionNodesAreRefusedByTheirNumber() throws IOException {
    byte[] million = {(byte) 0xc0, (byte) 0x84, 0x3d};
    Container container = Container.of(Bytes.of(SampleModels.tiny()));

    long before = AllocatedBytes.ofThisThread();
    assertThatThrownBy(() -> Bytes.read(container.with("GRPH", million).toBytes()))
        .hasMessageContaining("number of nodes is 1000000, expected 1..65536");
    assertThat(AllocatedBytes.ofThisThread() - before).isLessThan(1 << 20);
  }

  @Test
  void theMostNodesAndLabelsStayWithinTheDocumentedMemory() throws IOException {
    List<Node> nodes = new ArrayList<>();
    nodes.add(new Node("0", "", new Input(TensorType.vector(Limits.LABELS)), List.of()));
    for (int i = 1; i < Limits.NODES; i++) {
      String before = Integer.toString(i - 1, Character.MAX_RADIX);
      String name = Integer.toString(i, Character.MAX_RADIX);
      nodes.add(new Node(name, "", new Softmax(), List.of(before)));
    }
    List<String> labels = Collections.nCopies(Limits.LABELS, "");
    Graph graph = new Graph(nodes, List.of("0"));
    byte[] file = Bytes.of(new Contents(graph, new ModelInfo("", labels, Map.of())));

    long before = AllocatedBytes.ofThisThread();
    Contents found = Bytes.read(file);

    assertThat(AllocatedBytes.ofThisThread() - before)
        .isLessThan((128L << 20) + BYTES_PER_BYTE * file.length);
    assertThat(found.graph().nodes()).hasSize(Limits.NODES);
  }
}
