package io.dl4jcompact.sparse.layers;

import io.dl4jcompact.sparse.Mask;
import io.dl4jcompact.sparse.SparseLayer;
import io.dl4jcompact.sparse.params.SparseParamInitializer;
import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Another layer whose unconnected weights are 0: their gradient is 0 before it is clipped or
 * normalised, so that updaters keep no state for them, and they are 0 after constraints and when
 * parameters are set.
 */
public class SparseLayerImpl extends BaseWrapperLayer {

  private NeuralNetConfiguration conf;

  /** Gradients of all weights, connected or not, outside of workspaces; null if none are kept. */
  private Map<String, INDArray> denseGradients;

  SparseLayerImpl(NeuralNetConfiguration conf, Layer underlying) {
    super(underlying);
    this.conf = conf;
  }

  /**
   * A layer that is all that Deeplearning4j asks of the wrapped one.
   *
   * @param conf of the sparse layer
   * @param underlying made of the configuration in it
   */
  public static SparseLayerImpl of(NeuralNetConfiguration conf, Layer underlying) {
    SparseLayerImpl layer;
    if (underlying instanceof IOutputLayer output) {
      layer = new SparseOutputLayerImpl(conf, output);
    } else if (underlying instanceof RecurrentLayer recurrent) {
      layer = new SparseRecurrentLayerImpl(conf, recurrent);
    } else {
      layer = new SparseLayerImpl(conf, underlying);
    }
    layer.sparse().connect(underlying);
    layer.disconnectWeights();
    return layer;
  }

  final SparseLayer sparse() {
    return (SparseLayer) conf.getLayer();
  }

  private void disconnectWeights() {
    Map<String, INDArray> table = underlying.paramTable();
    sparse().maskedParameters().forEach(key -> sparse().disconnecti(key, table.get(key)));
  }

  final Pair<Gradient, INDArray> disconnected(Pair<Gradient, INDArray> result) {
    Map<String, INDArray> gradients = result.getFirst().gradientForVariable();
    if (denseGradients != null) {
      sparse().maskedParameters().forEach(key -> keep(key, gradients.get(key)));
    }
    sparse().maskedParameters().forEach(key -> sparse().disconnecti(key, gradients.get(key)));
    return result;
  }

  @SuppressWarnings("try")
  private void keep(String parameter, INDArray gradient) {
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      denseGradients.put(parameter, gradient.dup(gradient.ordering()));
    }
  }

  /** Whether backward passes keep the gradients of all weights; those kept before are forgotten. */
  public void keepDenseGradients(boolean kept) {
    denseGradients = kept ? new HashMap<>() : null;
  }

  /**
   * The gradient of a parameter in the last backward pass, before unconnected weights' were set to
   * 0.
   *
   * @throws IllegalStateException if {@link #keepDenseGradients} did not come before it
   */
  public INDArray denseGradient(String parameter) {
    if (denseGradients == null || !denseGradients.containsKey(parameter)) {
      throw new IllegalStateException("no gradient of " + parameter + " was kept");
    }
    return denseGradients.get(parameter);
  }

  /** Gives a parameter another mask; weights that it does not connect become 0. */
  public void setMask(String parameter, Mask mask) {
    sparse().setMask(parameter, mask);
    sparse().connect(underlying);
    disconnectWeights();
  }

  @Override
  public NeuralNetConfiguration conf() {
    return conf;
  }

  /** Transfer learning hands the sparse layer's configuration over when it freezes the layer. */
  @Override
  public void setConf(NeuralNetConfiguration conf) {
    this.conf = conf;
    underlying.setConf(SparseParamInitializer.underlying(conf));
  }

  @Override
  public TrainingConfig getConfig() {
    return sparse();
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(
      INDArray epsilon, LayerWorkspaceMgr workspaceMgr) {
    return disconnected(super.backpropGradient(epsilon, workspaceMgr));
  }

  /** After every step of an optimiser, whether there are constraints or not. */
  @Override
  public void applyConstraints(int iteration, int epoch) {
    super.applyConstraints(iteration, epoch);
    disconnectWeights();
  }

  @Override
  public void setParams(INDArray params) {
    super.setParams(params);
    disconnectWeights();
  }

  @Override
  public void setParamTable(Map<String, INDArray> table) {
    super.setParamTable(table);
    disconnectWeights();
  }

  @Override
  public void setParam(String key, INDArray value) {
    super.setParam(key, value);
    disconnectWeights();
  }
}
