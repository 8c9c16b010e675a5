package io.dl4jcompact.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.reference.Comparison;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SessionPoolTest {

  private final CompactModel model =
      new CompactModel(
          Comparison.chain(TensorType.vector(1), new Activate(Activation.IDENTITY)),
          ModelInfo.EMPTY);
  private final SessionPool pool = new SessionPool(2, model);

  @Test
  void aSessionGivenBackIsTakenAgain() {
    Session session = pool.take();
    pool.giveBack(session);

    assertThat(pool.take()).isSameAs(session);
  }

  @Test
  void aSessionInUseIsNotTakenAgain() {
    assertThat(pool.take()).isNotSameAs(pool.take());
  }

  @Test
  void noMoreAreKeptThanThePoolHolds() {
    List<Session> burst = Stream.generate(pool::take).limit(5).toList();

    burst.forEach(pool::giveBack);

    List<Session> later = Stream.generate(pool::take).limit(5).toList();
    assertThat(later).filteredOn(burst::contains).hasSize(2);
  }
}
