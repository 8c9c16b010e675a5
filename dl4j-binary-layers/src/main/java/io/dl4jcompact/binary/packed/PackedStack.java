package io.dl4jcompact.binary.packed;

import io.dl4jcompact.runtime.graph.TensorType;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Stages one behind the other.
 *
 * @param stages at least one
 */
record PackedStack(List<PackedStage> stages) {

  PackedStack {
    stages = List.copyOf(stages);
  }

  TensorType input() {
    return stages.get(0).input();
  }

  TensorType output() {
    return stages.get(stages.size() - 1).output();
  }

  /** The layers that have bits, in order. */
  Stream<PackedLayer> layers() {
    return stages.stream().filter(PackedLayer.class::isInstance).map(PackedLayer.class::cast);
  }

  /** The input of each stage, then the output of the last. */
  BitBatch[] forward(BitBatch x) {
    BitBatch[] values = new BitBatch[stages.size() + 1];
    values[0] = x;
    for (int i = 0; i < stages.size(); i++) {
      values[i + 1] = stages.get(i).forward(values[i]);
    }
    return values;
  }

  /**
   * Learns from a signal.
   *
   * @param values of {@link #forward}
   * @param signal by the output of the last stage; freed
   * @param needed whether the signal by the input is wanted
   * @return it; empty if it is not needed
   */
  Optional<SampleFloats> backward(
      BitBatch[] values, SampleFloats signal, StepContext context, boolean needed) {
    Optional<SampleFloats> passed = Optional.of(signal);
    for (int i = stages.size() - 1; i >= 0; i--) {
      StepContext own =
          new StepContext(context.iteration(), context.epoch(), context.noise().with(i));
      passed = stages.get(i).backward(values[i], passed.orElseThrow(), own, needed || i > 0);
    }
    return passed;
  }
}
