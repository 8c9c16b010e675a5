package io.dl4jcompact.sparse.layers;

import java.util.List;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** A sparse layer with a loss. */
final class SparseOutputLayerImpl extends SparseLayerImpl implements IOutputLayer {

  private final IOutputLayer output;

  SparseOutputLayerImpl(NeuralNetConfiguration conf, IOutputLayer output) {
    super(conf, output);
    this.output = output;
  }

  @Override
  public boolean needsLabels() {
    return output.needsLabels();
  }

  @Override
  public void setLabels(INDArray labels) {
    output.setLabels(labels);
  }

  @Override
  public INDArray getLabels() {
    return output.getLabels();
  }

  @Override
  public double computeScore(
      double regularization, boolean training, LayerWorkspaceMgr workspaceMgr) {
    return output.computeScore(regularization, training, workspaceMgr);
  }

  @Override
  public INDArray computeScoreForExamples(double regularization, LayerWorkspaceMgr workspaceMgr) {
    return output.computeScoreForExamples(regularization, workspaceMgr);
  }

  @Override
  public double f1Score(DataSet data) {
    return output.f1Score(data);
  }

  @Override
  public double f1Score(INDArray examples, INDArray labels) {
    return output.f1Score(examples, labels);
  }

  @Override
  @Deprecated
  public int numLabels() {
    return output.numLabels();
  }

  @Override
  public void fit(DataSetIterator data) {
    output.fit(data);
  }

  @Override
  public int[] predict(INDArray examples) {
    return output.predict(examples);
  }

  @Override
  public List<String> predict(DataSet data) {
    return output.predict(data);
  }

  @Override
  public void fit(INDArray examples, INDArray labels) {
    output.fit(examples, labels);
  }

  @Override
  public void fit(DataSet data) {
    output.fit(data);
  }

  @Override
  public void fit(INDArray examples, int[] labels) {
    output.fit(examples, labels);
  }
}
