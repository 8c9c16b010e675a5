package io.dl4jcompact.binary.flip;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ThresholdTest {

  @ParameterizedTest
  @ValueSource(floats = {-1.5f, 0.5f, 1, 3e7f})
  void floatsAreDividedAtTheLimit(float limit) {
    INDArray x =
        Nd4j.createFromArray(
            Math.nextDown(limit), limit, Math.nextUp(limit), Float.NEGATIVE_INFINITY, Float.NaN);
    INDArray out = x.ulike();

    Threshold.atLeast(limit, x, out);

    assertThat(out.data().asFloat()).containsExactly(0, 1, 1, 0, 0);
  }

  /** Also between the limit and the float below it. */
  @ParameterizedTest
  @ValueSource(doubles = {-1.5, 0.5, 1, 0.1})
  void doublesAreDividedAtTheLimit(double limit) {
    INDArray x =
        Nd4j.createFromArray(
            Math.nextDown(limit), limit, Math.nextUp(limit), Math.nextDown((float) limit), 9);

    Threshold.atLeast(limit, x, x);

    assertThat(x.data().asDouble()).containsExactly(0, 1, 1, 0, 1);
  }
}
