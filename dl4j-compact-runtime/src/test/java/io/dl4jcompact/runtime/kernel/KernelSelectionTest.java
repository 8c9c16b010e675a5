package io.dl4jcompact.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Run both with and without the module of vectors. */
class KernelSelectionTest {

  private static final String MODULE = "jdk.incubator.vector";

  @Test
  void anUnknownValueIsRefused() {
    assertThatThrownBy(() -> KernelSelection.select("simd"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("io.dl4jcompact.kernels is 'simd'")
        .hasMessageContaining("set it to scalar, vector or auto");
  }

  @Test
  void scalarKernelsCanAlwaysBeForced() {
    assertThat(KernelSelection.select("scalar"))
        .hasToString("scalar (asked for by io.dl4jcompact.kernels)");
  }

  @Test
  void vectorKernelsAreForcedOrRefused() {
    if (vectorsAreWide()) {
      assertThat(KernelSelection.select("vector"))
          .hasToString("vector (asked for by io.dl4jcompact.kernels)");
    } else {
      assertThatThrownBy(() -> KernelSelection.select("vector"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("io.dl4jcompact.kernels is 'vector', but ")
          .hasMessageContaining("--add-modules jdk.incubator.vector");
    }
  }

  @Test
  void autoTakesVectorKernelsWhereTheyRunAndElseSaysWhyNot() {
    KernelSelection selection = KernelSelection.select("auto");

    if (vectorsAreWide()) {
      assertThat(selection).hasToString("vector (module jdk.incubator.vector is there)");
    } else if (moduleIsThere()) {
      assertThat(selection.toString()).matches("scalar \\(this JVM prefers vectors of \\d+ bits.*");
    } else {
      assertThat(selection).hasToString("scalar (module jdk.incubator.vector is not there)");
    }
  }

  private static boolean moduleIsThere() {
    return ModuleLayer.boot().findModule(MODULE).isPresent();
  }

  /** The execution that names the vector kernels is for processors that have wide vectors. */
  private static boolean vectorsAreWide() {
    return moduleIsThere() && "vector".equals(System.getProperty(KernelSelection.PROPERTY));
  }
}
