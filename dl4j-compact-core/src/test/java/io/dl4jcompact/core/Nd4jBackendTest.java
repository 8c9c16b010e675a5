package io.dl4jcompact.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class Nd4jBackendTest {

  @Test
  void multipliesMatricesWithThisMachinesNatives() {
    INDArray a = Nd4j.createFromArray(1f, 2f, 3f, 4f).reshape(2, 2);

    INDArray product = a.mmul(a);

    assertThat(product.dataType()).isEqualTo(DataType.FLOAT);
    assertThat(product.ravel().toFloatVector()).containsExactly(7f, 10f, 15f, 22f);
  }
}
