package io.dl4jcompact.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.dl4jcompact.runtime.CompactModel;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.kernel.KernelSelection;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StepsTest {

  @Test
  void everyOperationHasAStep() throws IOException {
    Graph graph = graphOfEveryOperation();
    Set<Class<?>> found =
        graph.nodes().stream().map(node -> node.op().getClass()).collect(Collectors.toSet());

    assertThat(found).contains(Op.class.getPermittedSubclasses());
    assertThatCode(() -> Plan.of(graph, KernelSelection.ofProperty().kernels()))
        .doesNotThrowAnyException();
  }

  private static Graph graphOfEveryOperation() throws IOException {
    try (InputStream in = StepsTest.class.getResourceAsStream("/golden/1.0/every-operation.d4c")) {
      return CompactModel.read(in).graph();
    }
  }
}
