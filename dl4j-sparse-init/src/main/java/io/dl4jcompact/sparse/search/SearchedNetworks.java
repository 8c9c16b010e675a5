package io.dl4jcompact.sparse.search;

import io.dl4jcompact.sparse.Sparsified;
import io.dl4jcompact.sparse.Sparsify;
import java.io.File;
import java.io.IOException;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.dataset.DataSet;

/**
 * What a search does with networks, of one of Deeplearning4j's two kinds.
 *
 * @param <T> the kind
 */
interface SearchedNetworks<T extends Model> {

  /** A new network with the masks of one draw, and how many connections it has. */
  Sparsified<T> draw(Sparsify sparsify);

  /** A network that {@code ModelSerializer} saved, with its updaters' state. */
  T load(File file) throws IOException;

  /** One iteration. */
  void step(T network, DataSet minibatch);

  /** Counts an epoch, as learning rates by epoch want it. */
  void epochDone(T network);

  /** Makes the network use oneDNN where there is it. */
  void accelerate(T network);

  /** All that decides about new networks, but for their masks. */
  String identity();
}
