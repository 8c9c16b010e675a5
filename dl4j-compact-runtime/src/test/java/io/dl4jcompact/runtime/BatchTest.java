package io.dl4jcompact.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.kernel.ScalarKernels;
import io.dl4jcompact.runtime.plan.Plan;
import io.dl4jcompact.runtime.reference.Comparison;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchTest {

  private static final Graph IDENTITY =
      Comparison.chain(TensorType.vector(1), new Activate(Activation.IDENTITY));
  private static final Plan PLAN = Plan.of(IDENTITY, new ScalarKernels());

  /** One member after the other takes all that it can, so that any of them may. */
  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "1, 100, 1",
    "2, 1, 1",
    "2, 2, 2",
    "2, 64, 2",
    "3, 2, 2",
    "4, 5, 3",
    "4, 1000, 4",
    "1000, 64, 64"
  })
  void asManyMembersAsHaveSomethingToDo(int most, int samples, int members) {
    Batch batch = batch(most);
    float[] input = rising(samples);
    float[] output = new float[samples];

    assertThat(batch.begin(new float[][] {input}, new float[][] {output}, samples))
        .isEqualTo(members);
    batch.work(members - 1);
    batch.end();

    assertThat(output).containsExactly(input);
  }

  @ParameterizedTest
  @CsvSource({"1, 64", "2, 64", "2, 100", "3, 64", "4, 1000", "7, 65", "5, 10000"})
  void partsAreEqualToOneSampleForEachMember(int members, int samples) {
    int block = PLAN.blockSize();
    int size = Batch.partSize(samples, block, members);
    int parts = (samples + size - 1) / size;
    int rounds = (samples + block * members - 1) / (block * members);

    assertThat(size).isBetween(1, block);
    assertThat(parts).isLessThanOrEqualTo(rounds * members);
    assertThat(rounds * members * size - samples).isLessThan(rounds * members);
  }

  private static Batch batch(int members) {
    return new Batch(PLAN, List.of(new SampleShape("input", 1, 1, 1)), members);
  }

  private static float[] rising(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = i + 1;
    }
    return values;
  }
}
