package io.dl4jcompact.binary.packed;

import io.dl4jcompact.runtime.graph.TensorType;
import java.util.Optional;

/** One layer between bits and bits. */
interface PackedStage {

  /** The name of the layer. */
  String name();

  /** The type of one sample of its input. */
  TensorType input();

  /** The type of one sample of its output. */
  TensorType output();

  /** The output of an input. */
  BitBatch forward(BitBatch x);

  /**
   * Learns from a signal.
   *
   * @param x the input of the pass
   * @param signal by the output, positions first and channels last; overwritten, and freed as soon
   *     as it has been read
   * @param needed whether a stage in front wants the signal by the input
   * @return the signal by the input; empty if it is not needed
   */
  Optional<SampleFloats> backward(
      BitBatch x, SampleFloats signal, StepContext context, boolean needed);
}
