package io.dl4jcompact.export.pass;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.quantizer.SignQuantizer;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Unpack;
import org.junit.jupiter.api.Test;

final class ShareCommonTest {

  @Test
  void whatIsComputedTwiceIsComputedOnce() {
    Graphs graphs = new Graphs(1, TensorType.vector(5));
    Graph before =
        graphs
            .add("q1", new Quantize(new SignQuantizer()), "in")
            .add("q2", new Quantize(new SignQuantizer()), "in")
            .add("q3", new Quantize(new StepQuantizer()), "in")
            .add("u1", new Unpack(), "q1")
            .add("u2", new Unpack(), "q2")
            .add("u3", new Unpack(), "q3")
            .add("sum", new Elementwise(Elementwise.Combination.ADD), "u1", "u2", "u3")
            .output("sum")
            .output("u2")
            .build();

    Graph after = new ShareCommon().apply(before, new Takeovers());

    assertThat(Graphs.operations(after))
        .containsExactly("Input", "Quantize", "Unpack", "Quantize", "Unpack", "Elementwise");
    assertThat(after.outputs()).containsExactly("sum", "u1");
    graphs.requireSame(before, after, 0);
  }
}
