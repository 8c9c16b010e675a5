package io.dl4jcompact.export.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.TensorType;
import org.junit.jupiter.api.Test;

final class LocalPassTest {

  private static final int PAIRS = 300;

  /** Drops identities and counts how often it was asked. */
  private static final class Counting extends LocalPass {

    private int asked;

    @Override
    boolean rewrite(Graph graph, Node node, GraphEditor editor) {
      asked++;
      if (!node.op().equals(new Activate(Activation.IDENTITY))) {
        return false;
      }
      editor.drop(node);
      return true;
    }
  }

  @Test
  void aLongGraphIsSweptAndNotStartedAfreshAtEachRewriting() {
    Graphs graphs = new Graphs(1, TensorType.vector(2));
    String last = "in";
    for (int i = 0; i < PAIRS; i++) {
      graphs.add("same" + i, new Activate(Activation.IDENTITY), last);
      last = "cube" + i;
      graphs.add(last, new Activate(Activation.of(Activation.Function.CUBE)), "same" + i);
    }
    Counting pass = new Counting();

    Graph after = pass.apply(graphs.output(last).build(), new Takeovers());

    assertThat(after.nodes()).hasSize(1 + PAIRS);
    assertThat(pass.asked).isLessThan(4 * PAIRS);
  }
}
