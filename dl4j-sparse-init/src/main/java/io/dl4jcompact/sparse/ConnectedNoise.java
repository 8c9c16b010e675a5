package io.dl4jcompact.sparse;

import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.weightnoise.IWeightNoise;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonIgnore;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Noise on connected weights only: noise that is added would connect the others. */
final class ConnectedNoise implements IWeightNoise {

  @JsonProperty private final IWeightNoise noise;
  @JsonIgnore private final LayerMasks masks;

  /**
   * @param masks of the layer, the same object, since they may change
   */
  ConnectedNoise(IWeightNoise noise, LayerMasks masks) {
    this.noise = noise;
    this.masks = masks;
  }

  /** Without masks: the sparse layer that it is in puts another in its place. */
  @JsonCreator
  @SuppressWarnings("UnusedMethod")
  private ConnectedNoise(@JsonProperty("noise") IWeightNoise noise) {
    this(noise, null);
  }

  /** The noise of all weights; null for none. */
  static IWeightNoise unwrapped(IWeightNoise noise) {
    return noise instanceof ConnectedNoise connected ? connected.noise : noise;
  }

  @Override
  public INDArray getParameter(
      Layer layer,
      String parameter,
      int iteration,
      int epoch,
      boolean train,
      LayerWorkspaceMgr workspaceMgr) {
    INDArray noisy = noise.getParameter(layer, parameter, iteration, epoch, train, workspaceMgr);
    masks.disconnecti(parameter, noisy);
    return noisy;
  }

  @Override
  public IWeightNoise clone() {
    return new ConnectedNoise(noise.clone(), masks);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConnectedNoise connected && noise.equals(connected.noise);
  }

  @Override
  public int hashCode() {
    return Objects.hash(noise);
  }

  @Override
  public String toString() {
    return noise.toString();
  }
}
