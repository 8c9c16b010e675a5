package io.dl4jcompact.binary.parallel;

import java.lang.Thread.UncaughtExceptionHandler;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.parallelism.trainer.Trainer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Deeplearning4j's trainer, which tells when it gets data and when it is to be averaged. */
final class VotingTrainer implements Trainer {

  private final Trainer trainer;
  private final boolean first;
  private final VotingTrainers all;

  VotingTrainer(Trainer trainer, boolean first, VotingTrainers all) {
    this.trainer = trainer;
    this.first = first;
    this.all = all;
  }

  @Override
  public void feedDataSet(DataSet data, long etlTime) {
    all.fed(this, first);
    trainer.feedDataSet(data, etlTime);
  }

  @Override
  public void feedMultiDataSet(MultiDataSet data, long etlTime) {
    all.fed(this, first);
    trainer.feedMultiDataSet(data, etlTime);
  }

  /** The wrapper asks the first trainer, once all have done their work, and averages next. */
  @Override
  public boolean averagingRequired() {
    boolean required = trainer.averagingRequired();
    if (required) {
      all.vote();
    }
    return required;
  }

  @Override
  public void updateModelParams(INDArray params) {
    trainer.updateModelParams(params);
  }

  @Override
  public void updateUpdaterParams(INDArray params) {
    trainer.updateUpdaterParams(params);
  }

  @Override
  public Model getModel() {
    return trainer.getModel();
  }

  @Override
  public void updateModel(Model model) {
    trainer.updateModel(model);
  }

  @Override
  public boolean isRunning() {
    return trainer.isRunning();
  }

  @Override
  public String getUuid() {
    return trainer.getUuid();
  }

  /** The last that the wrapper does. */
  @Override
  public void shutdown() {
    trainer.shutdown();
    if (first) {
      all.end();
    }
  }

  @Override
  public void waitTillRunning() {
    trainer.waitTillRunning();
  }

  @Override
  public void setUncaughtExceptionHandler(UncaughtExceptionHandler handler) {
    trainer.setUncaughtExceptionHandler(handler);
  }

  @Override
  public void start() {
    trainer.start();
  }

  @Override
  public void run() {
    trainer.run();
  }
}
