package io.dl4jcompact.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.dl4jcompact.runtime.CompactModel;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.kernel.KernelSelection;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StepsTest {

  @Test
  void everyOperationHasAStep() throws IOException {
    Set<Class<?>> found = new HashSet<>();
    for (String file : List.of("1.0/every-operation.d4c", "1.1/int8.d4c")) {
      Graph graph = graph(file);
      graph.nodes().forEach(node -> found.add(node.op().getClass()));
      assertThatCode(() -> Plan.of(graph, KernelSelection.ofProperty().kernels()))
          .doesNotThrowAnyException();
    }

    assertThat(found).contains(Op.class.getPermittedSubclasses());
  }

  private static Graph graph(String file) throws IOException {
    try (InputStream in = StepsTest.class.getResourceAsStream("/golden/" + file)) {
      return CompactModel.read(in).graph();
    }
  }
}
