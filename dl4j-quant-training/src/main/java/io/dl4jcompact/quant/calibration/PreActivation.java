package io.dl4jcompact.quant.calibration;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;

/** z, what a layer hands to its activation function at inference. */
final class PreActivation {

  private PreActivation() {}

  /**
   * @param layer of a network that nothing else uses: its function is taken away for a moment
   * @param x what it reads, not changed
   */
  static INDArray of(Layer layer, INDArray x) {
    BaseLayer conf = (BaseLayer) layer.conf().getLayer();
    IActivation function = conf.getActivationFn();
    conf.setActivationFn(new ActivationIdentity());
    try {
      return layer.activate(x, false, LayerWorkspaceMgr.noWorkspaces());
    } finally {
      conf.setActivationFn(function);
    }
  }
}
