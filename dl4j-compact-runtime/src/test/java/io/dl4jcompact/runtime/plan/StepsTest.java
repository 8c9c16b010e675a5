package io.dl4jcompact.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.runtime.graph.Op;
import org.junit.jupiter.api.Test;

class StepsTest {

  @Test
  void everyOperationHasAStep() {
    assertThat(Op.class.getPermittedSubclasses())
        .isNotEmpty()
        .allSatisfy(kind -> assertThat(Steps.covers(kind)).as(kind.getSimpleName()).isTrue());
  }
}
