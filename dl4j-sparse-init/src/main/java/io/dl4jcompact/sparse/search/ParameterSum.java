package io.dl4jcompact.sparse.search;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Tells the parameters of one trained network from another's. */
final class ParameterSum {

  private ParameterSum() {}

  static String of(INDArray parameters) {
    CRC32C sum = new CRC32C();
    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES);
    for (double value : parameters.dup().data().asDouble()) {
      sum.update(bytes.putDouble(0, value).array());
    }
    return "\nparameters with checksum " + Long.toHexString(sum.getValue());
  }
}
