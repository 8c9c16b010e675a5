package io.dl4jcompact.binary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class BooleanActivationTest {

  private static final double STEP = 1e-5;

  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void isOneFromTheThresholdOn(DataType dataType) {
    float tau = 1.5f;
    double below = dataType == DataType.FLOAT ? Math.nextDown(tau) : Math.nextDown((double) tau);
    INDArray s = Nd4j.createFromArray(-7.0, below, tau, 2).castTo(dataType);

    INDArray y = new BooleanActivation(tau).getActivation(s.dup(), false);

    assertThat(y.data().asDouble()).containsExactly(0, 0, 1, 1);
    INDArray zeros = Nd4j.createFromArray(-0.0, 0.0, -Double.MIN_VALUE).castTo(dataType);
    assertThat(new BooleanActivation().getActivation(zeros, true).data().asDouble())
        .startsWith(1, 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"HALF", "BFLOAT16"})
  void shorterTypesAreRefused(DataType dataType) {
    INDArray s = Nd4j.zeros(dataType, 2);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BooleanActivation().getActivation(s, false))
        .withMessageContaining(
            "the data type of its input is " + dataType + ", expected FLOAT or DOUBLE");
  }

  /** 1 - tanh²(αu) is the slope of tanh(αu) / α. */
  @Test
  void passesTheSlopeOfAScaledTangent() {
    double tau = -0.5;
    int fanIn = 12;
    double alpha = Math.PI / (2 * Math.sqrt(36));
    double[] at = {-9, -1.25, -0.5, 0, 0.75, 30};
    BooleanActivation activation = new BooleanActivation((float) tau).withFanIn(fanIn);

    INDArray passed =
        activation
            .backprop(Nd4j.createFromArray(at), Nd4j.ones(DataType.DOUBLE, at.length).muli(3))
            .getFirst();

    for (int i = 0; i < at.length; i++) {
      double up = Math.tanh(alpha * (at[i] + STEP - tau)) / alpha;
      double down = Math.tanh(alpha * (at[i] - STEP - tau)) / alpha;
      assertThat(passed.getDouble(i)).isEqualTo(3 * (up - down) / (2 * STEP), within(1e-8));
    }
  }

  @Test
  void fanInMustBeKnown() {
    INDArray s = Nd4j.zeros(2);

    assertThatIllegalStateException()
        .isThrownBy(() -> new BooleanActivation().backprop(s, s))
        .withMessageContaining("set .withFanIn(..)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BooleanActivation().withFanIn(0))
        .withMessageContaining("fanIn is 0, expected at least 1");
  }

  @Test
  void filesWithANegativeFanInAreRefused() throws JsonProcessingException {
    ObjectMapper json = NeuralNetConfiguration.mapper();
    String valid = json.writeValueAsString(new BooleanActivation(1).withFanIn(3));
    String bad = valid.replaceFirst("(\"fanIn\" ?: ?)3", "$1-3");

    assertThat(json.readValue(valid, IActivation.class))
        .isEqualTo(new BooleanActivation(1).withFanIn(3));
    assertThatThrownBy(() -> json.readValue(bad, IActivation.class))
        .rootCause()
        .hasMessageContaining("fanIn is -3, expected at least 0");
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
  void thresholdMustBeFinite(float threshold) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BooleanActivation(threshold))
        .withMessage("BooleanActivation: threshold is %s, expected a finite number", threshold);
  }

  @Test
  void equalSettingsAreEqual() {
    assertThat(new BooleanActivation(1))
        .isEqualTo(new BooleanActivation(1))
        .hasSameHashCodeAs(new BooleanActivation(1))
        .isNotEqualTo(new BooleanActivation(2))
        .isNotEqualTo(new BooleanActivation(1).withFanIn(3));
    assertThat(new BooleanActivation(-0f))
        .isEqualTo(new BooleanActivation(0f))
        .hasSameHashCodeAs(new BooleanActivation(0f));
  }
}
