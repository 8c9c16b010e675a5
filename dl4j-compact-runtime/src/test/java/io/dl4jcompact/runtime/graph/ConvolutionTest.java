package io.dl4jcompact.runtime.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The shape rule of groups. */
class ConvolutionTest {

  private static final Window WINDOW = new Window(3, 3, 1, 1, 1, 1, 1, 1, 1, 1);
  private static final TensorType MAP = TensorType.map(5, 4, 6);

  @Test
  void eachOutputHasWeightsForTheChannelsOfItsGroup() {
    Convolution convolution = convolution(12, 3, 12 * 9 * 2);

    assertThat(convolution.outputType(List.of(MAP))).isEqualTo(TensorType.map(5, 4, 12));
    assertThat(convolution.groupOutputs()).isEqualTo(4);
    assertThat(convolution.groupChannels(MAP)).isEqualTo(2);
    assertThat(convolution.multiplyAdds(MAP)).isEqualTo(5 * 4 * 12 * 9 * 2);
  }

  @Test
  void weightsForAllChannelsAreTooManyForGroups() {
    assertThatThrownBy(() -> convolution(12, 3, 12 * 9 * 6).outputType(List.of(MAP)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected 216 weights for FLOAT 5x4x6, got 648");
  }

  @Test
  void groupsMustDivideOutputsAndChannels() {
    assertThatThrownBy(() -> convolution(10, 3, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("groups must be at least 1 and divide the 10 outputs, got 3");
    assertThatThrownBy(() -> convolution(10, 0, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("groups must be at least 1 and divide the 10 outputs, got 0");
    assertThatThrownBy(() -> convolution(4, 4, 36).outputType(List.of(MAP)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("4 groups do not divide the 6 channels of FLOAT 5x4x6");
  }

  private static Convolution convolution(int outputs, int groups, int weights) {
    Weights real = new Weights.Real(Floats.of(new float[weights]));
    return new Convolution(WINDOW, outputs, groups, real, Epilogue.Real.NONE);
  }
}
