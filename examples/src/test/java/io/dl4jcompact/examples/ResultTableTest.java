package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ResultTableTest {

  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    ResultTable table = new ResultTable("", "size").row("packed", "7").row("zip", "1,234");
    assertThat(table.toString())
        .isEqualTo("         size\n-------------\npacked      7\nzip     1,234\n");
  }

  @Test
  void aRowOfAnotherLengthIsRefused() {
    assertThatThrownBy(() -> new ResultTable("a", "b").row("1"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 2 cells");
  }
}
