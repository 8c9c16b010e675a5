package io.dl4jcompact.binary;

import java.io.IOException;
import java.util.Objects;
import org.deeplearning4j.earlystopping.EarlyStoppingModelSaver;
import org.deeplearning4j.nn.api.Model;

/**
 * A model saver that gives the latest model as the best one as long as no best one was saved: what
 * training that an iteration's condition stops in its first epoch needs, together with {@code
 * saveLastModel(true)}. Without it, Deeplearning4j's trainer fails there, for lack of a best model.
 *
 * @param <T> the kind of network
 */
public final class LatestModelFallback<T extends Model> implements EarlyStoppingModelSaver<T> {

  private final EarlyStoppingModelSaver<T> saver;
  private transient boolean bestSaved;

  /** Saves with another saver. */
  public LatestModelFallback(EarlyStoppingModelSaver<T> saver) {
    this.saver = Objects.requireNonNull(saver, "saver");
  }

  @Override
  public void saveBestModel(T network, double score) throws IOException {
    saver.saveBestModel(network, score);
    bestSaved = true;
  }

  @Override
  public void saveLatestModel(T network, double score) throws IOException {
    saver.saveLatestModel(network, score);
  }

  /** The best model that was saved with this saver, else the latest one. */
  @Override
  public T getBestModel() throws IOException {
    return bestSaved ? saver.getBestModel() : saver.getLatestModel();
  }

  @Override
  public T getLatestModel() throws IOException {
    return saver.getLatestModel();
  }

  @Override
  public String toString() {
    return "LatestModelFallback(" + saver + ")";
  }
}
