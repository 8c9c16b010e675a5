package io.dl4jcompact.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.util.ListStatistics;
import org.openjdk.jmh.util.Statistics;

class RatioTableTest {

  private static final Run RUN = Run.of(RatioTableTest.class, "run");

  @Test
  void aRatioIsThePeersTimeOverOurs() {
    Ratio ratio = ratio(times(2, 4, 5), times(5, 20, 30), new Target(5, 8));

    assertThat(ratio.median()).isEqualTo(5);
    assertThat(ratio.minimum()).isEqualTo(2.5);
    assertThat(ratio.verdict()).isEqualTo("yes");
    assertThat(cells(ratio))
        .containsExactly(
            "work", "peer", "4.00 us", "20.00 us", "5.00", "2.50", "5.00", "8.00", "yes");
  }

  @Test
  void aMissedTargetIsSeen() {
    assertThat(new Target(5.5, 8).verdict(5.49)).isEqualTo("MISSED");
    assertThat(new Target(5.5, 8).verdict(8)).isEqualTo("aim");
    assertThat(Target.NONE.verdict(0.1)).isEmpty();
  }

  @Test
  void longTimesAreInMilliseconds() {
    Ratio ratio = ratio(times(1_500), times(3_000_000), Target.NONE);

    assertThat(cells(ratio))
        .containsExactly("work", "peer", "1.50 ms", "3000.00 ms", "2000.00", "2000.00", "", "", "");
  }

  private static Statistics times(double... micros) {
    return new ListStatistics(micros);
  }

  private static Ratio ratio(Statistics ours, Statistics peers, Target target) {
    return new Ratio(new Comparison("work", RUN, "peer", RUN, target), ours, peers);
  }

  private static List<String> cells(Ratio ratio) {
    String line = RatioTable.of(List.of(ratio)).lines().skip(2).findFirst().orElseThrow();
    List<String> cells = List.of(line.strip().substring(1).split("\\|"));
    return cells.stream().map(String::strip).toList();
  }
}
