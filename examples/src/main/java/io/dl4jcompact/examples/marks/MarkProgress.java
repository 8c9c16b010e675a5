package io.dl4jcompact.examples.marks;

import java.io.IOException;
import java.util.Optional;

/** Keeps a training after each epoch, so that one that was stopped can go on. */
public interface MarkProgress {

  /**
   * What an earlier run of the same training reached; empty if there was none.
   *
   * @param identity all that decides about the training, as a text
   * @throws IOException if what was kept cannot be read, or is of another training
   */
  Optional<MarkTraining> begun(String identity) throws IOException;

  /**
   * Is told as soon as an epoch is over.
   *
   * @param identity as in {@link #begun}
   * @throws IOException if it cannot be kept; the training ends
   */
  void reached(String identity, MarkTraining training) throws IOException;
}
