package io.dl4jcompact.quantizer;

/** No quantiser: q(x) = x and q'(x) = 1. For a layer whose input stays float. Text form: none. */
public record Identity() implements ElementwiseQuantizer {

  @Override
  public int bits() {
    return Float.SIZE;
  }

  @Override
  public float quantize(float x) {
    return x;
  }

  @Override
  public float gradient(float x) {
    return 1;
  }

  @Override
  public String spec() {
    return "none";
  }
}
