package io.dl4jcompact.sparse.layers;

import java.util.Map;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A sparse layer with a state, as an LSTM. */
final class SparseRecurrentLayerImpl extends SparseLayerImpl implements RecurrentLayer {

  private final RecurrentLayer recurrent;

  SparseRecurrentLayerImpl(NeuralNetConfiguration conf, RecurrentLayer recurrent) {
    super(conf, recurrent);
    this.recurrent = recurrent;
  }

  @Override
  public INDArray rnnTimeStep(INDArray input, LayerWorkspaceMgr workspaceMgr) {
    return recurrent.rnnTimeStep(input, workspaceMgr);
  }

  @Override
  public Map<String, INDArray> rnnGetPreviousState() {
    return recurrent.rnnGetPreviousState();
  }

  @Override
  public void rnnSetPreviousState(Map<String, INDArray> state) {
    recurrent.rnnSetPreviousState(state);
  }

  @Override
  public void rnnClearPreviousState() {
    recurrent.rnnClearPreviousState();
  }

  @Override
  public INDArray rnnActivateUsingStoredState(
      INDArray input,
      boolean training,
      boolean storeLastForTruncated,
      LayerWorkspaceMgr workspaceMgr) {
    return recurrent.rnnActivateUsingStoredState(
        input, training, storeLastForTruncated, workspaceMgr);
  }

  @Override
  public Map<String, INDArray> rnnGetTBPTTState() {
    return recurrent.rnnGetTBPTTState();
  }

  @Override
  public void rnnSetTBPTTState(Map<String, INDArray> state) {
    recurrent.rnnSetTBPTTState(state);
  }

  @Override
  public Pair<Gradient, INDArray> tbpttBackpropGradient(
      INDArray epsilon, int backLength, LayerWorkspaceMgr workspaceMgr) {
    return disconnected(recurrent.tbpttBackpropGradient(epsilon, backLength, workspaceMgr));
  }
}
