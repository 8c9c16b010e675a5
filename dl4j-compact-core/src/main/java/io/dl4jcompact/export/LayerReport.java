package io.dl4jcompact.export;

import java.util.Objects;

/**
 * What became of one layer or vertex of the network.
 *
 * @param name its name in the network
 * @param kind simple name of its configuration class
 * @param inputBits bits of an element that its weights are multiplied with: 1, 8 or 32; 0 without
 *     products
 * @param weightBits bits of a weight: 1, 8 or 32; 0 without products
 * @param parameters number of the network's parameters, running averages included
 * @param bytesBefore what they take as floats
 * @param bytesAfter what the model keeps of the layer, thresholds included
 * @param multiplyAdds for one sample
 * @param packed whether one-bit inputs meet one-bit weights
 * @param note where a packed layer's result goes, or why the layer is not packed
 */
public record LayerReport(
    String name,
    String kind,
    int inputBits,
    int weightBits,
    long parameters,
    long bytesBefore,
    long bytesAfter,
    MultiplyAdds multiplyAdds,
    boolean packed,
    String note) {

  public LayerReport {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(multiplyAdds, "multiplyAdds");
    Objects.requireNonNull(note, "note");
  }
}
