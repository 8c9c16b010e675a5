package io.dl4jcompact.runtime.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.runtime.ModelInfo;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Op;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class D4cPropertyTest {

  /** What was written is read, and written again is the same bytes. */
  @Property
  void randomModelsReadBackAsTheyWereWritten(@ForAll long seed) throws IOException {
    Contents model = new Contents(SeededGraphs.graph(seed), ModelInfo.EMPTY);

    byte[] bytes = Bytes.of(model);
    Contents found = Bytes.read(bytes);

    Bytes.requireEqual(found, model);
    assertThat(Bytes.of(found)).isEqualTo(bytes);
  }

  /** Another implementation of the container, by the document, gives the same bytes. */
  @Property(tries = 200)
  void theContainerIsWhatTheDocumentSays(@ForAll long seed) throws IOException {
    byte[] bytes = Bytes.of(new Contents(SeededGraphs.graph(seed), ModelInfo.EMPTY));

    assertThat(Container.of(bytes).toBytes()).isEqualTo(bytes);
  }

  @Example
  void randomModelsHaveEveryOperation() {
    Set<Class<?>> found = new HashSet<>();
    for (long seed = 0; seed < 500; seed++) {
      Graph graph = SeededGraphs.graph(seed);
      graph.nodes().stream().map(Node::op).map(Op::getClass).forEach(found::add);
    }

    assertThat(found).containsExactlyInAnyOrder(Op.class.getPermittedSubclasses());
  }
}
