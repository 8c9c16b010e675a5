package io.dl4jcompact.quant.layers;

import io.dl4jcompact.quantizer.AffineQuantizer;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastDivOp;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMax;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMin;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastMulOp;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMax;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarMin;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Rint;
import org.nd4j.linalg.factory.Nd4j;

/** The quantisers of a tensor's channels, or the one of all of them, as ND4J computes with them. */
final class AffineSteps {

  private final List<AffineQuantizer> quantizers;
  private final int dimension;
  private final INDArray scales;

  /**
   * @param quantizers one, or one a channel
   * @param dimension that counts the channels
   */
  AffineSteps(List<AffineQuantizer> quantizers, int dimension, DataType dataType) {
    this.quantizers = quantizers;
    this.dimension = dimension;
    scales = vector(dataType, quantizers.stream().mapToDouble(AffineQuantizer::scale).toArray());
  }

  @SuppressWarnings("try")
  private static INDArray vector(DataType dataType, double... values) {
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      return Nd4j.createFromArray(values).castTo(dataType);
    }
  }

  /** To the nearest integers, in place. */
  static INDArray rinti(INDArray x) {
    Nd4j.exec(new Rint(x, x));
    return x;
  }

  private static int low(AffineQuantizer quantizer) {
    return quantizer.low() - quantizer.zeroPoint();
  }

  private static int high(AffineQuantizer quantizer) {
    return quantizer.high() - quantizer.zeroPoint();
  }

  private boolean single() {
    return quantizers.size() == 1;
  }

  /** The greatest |c| that there can be. */
  double magnitude() {
    return quantizers.stream().mapToInt(q -> Math.max(-low(q), high(q))).max().orElseThrow();
  }

  /** s, of one element or one a channel. */
  INDArray scales() {
    return scales;
  }

  /** x / s into out, which is returned. */
  INDArray divide(INDArray x, INDArray out) {
    if (single()) {
      x.divi(scales.getNumber(0), out);
    } else {
      Nd4j.exec(new BroadcastDivOp(x, scales, out, dimension));
    }
    return out;
  }

  /** Into [low - z, high - z], in place. */
  INDArray clampi(INDArray steps) {
    if (single()) {
      Nd4j.exec(new ScalarMax(steps, null, steps, low(quantizers.get(0))));
      Nd4j.exec(new ScalarMin(steps, null, steps, high(quantizers.get(0))));
    } else {
      Nd4j.exec(new BroadcastMax(steps, bounds(steps, AffineSteps::low), steps, dimension));
      Nd4j.exec(new BroadcastMin(steps, bounds(steps, AffineSteps::high), steps, dimension));
    }
    return steps;
  }

  private INDArray bounds(INDArray steps, java.util.function.ToIntFunction<AffineQuantizer> bound) {
    double[] values = quantizers.stream().mapToInt(bound).asDoubleStream().toArray();
    return Nd4j.createFromArray(values).castTo(steps.dataType());
  }

  /** s·c, a new array. */
  INDArray multiply(INDArray centred) {
    INDArray out = centred.ulike();
    if (single()) {
      centred.muli(scales.getNumber(0), out);
    } else {
      Nd4j.exec(new BroadcastMulOp(centred, scales, out, dimension));
    }
    return out;
  }

  /** s · Σ of a tensor's elements, of each channel or of all. */
  INDArray sumOfScaled(INDArray x) {
    if (single()) {
      return x.sum().reshape(1).muli(scales);
    }
    int[] others = IntStream.range(0, x.rank()).filter(i -> i != dimension).toArray();
    return x.sum(others).reshape(quantizers.size()).muli(scales);
  }
}
