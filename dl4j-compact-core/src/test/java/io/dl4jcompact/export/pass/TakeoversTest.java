package io.dl4jcompact.export.pass;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TakeoversTest {

  private final Takeovers takeovers = new Takeovers();

  @Test
  void takersAreFollowedToTheLast() {
    takeovers.fold("norm", "bias");
    takeovers.fold("bias", "sums");
    takeovers.share("sums", "first");
    takeovers.fold("bias", "other");

    assertThat(takeovers.takers("norm")).containsExactlyInAnyOrder("first", "other");
    assertThat(takeovers.takers("first")).isEmpty();
    assertThat(takeovers.isShared("sums")).isTrue();
    assertThat(takeovers.isShared("norm")).isFalse();
  }

  @Test
  void aDroppedNodeHasNoTaker() {
    takeovers.drop("same");

    assertThat(takeovers.isDropped("same")).isTrue();
    assertThat(takeovers.takers("same")).isEmpty();
  }
}
