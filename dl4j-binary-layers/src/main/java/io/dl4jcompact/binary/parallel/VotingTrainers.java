package io.dl4jcompact.binary.parallel;

import io.dl4jcompact.binary.flip.BitVote;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.parallelism.ParallelWrapper;
import org.deeplearning4j.parallelism.factory.DefaultTrainerContext;
import org.deeplearning4j.parallelism.factory.TrainerContext;
import org.deeplearning4j.parallelism.trainer.Trainer;

/** Makes the trainers of a {@link VotingParallelWrapper}, which vote before they are averaged. */
final class VotingTrainers implements TrainerContext {

  private final TrainerContext standard = new DefaultTrainerContext();
  // Those with data in the present round; the first one's data begin a round.
  private final List<Trainer> round = new ArrayList<>();
  // Those that were averaged since they had data.
  private final Set<Trainer> averaged = new HashSet<>();
  private Model network;
  private BitVote vote;

  /** Called by the wrapper, as are all methods. */
  @Override
  public void init(Model model, Object... arguments) {
    network = model;
    vote = new BitVote(model);
    standard.init(model, arguments);
  }

  @Override
  public Trainer create(
      String uuid,
      int threadId,
      Model model,
      int rootDevice,
      boolean useMultiDataSet,
      ParallelWrapper wrapper,
      WorkspaceMode mode,
      int averagingFrequency) {
    Trainer trainer =
        standard.create(
            uuid, threadId, model, rootDevice, useMultiDataSet, wrapper, mode, averagingFrequency);
    return new VotingTrainer(trainer, threadId == 0, this);
  }

  /** Is told, in the wrapper's thread, of each trainer that gets data. */
  void fed(Trainer trainer, boolean first) {
    if (first) {
      round.clear();
    }
    round.add(trainer);
    if (averaged.remove(trainer)) {
      // The mean of ten ones is 1.0000001.
      vote.bring(trainer.getModel());
    }
  }

  /** Makes the trainers agree that the wrapper averages next; they wait. */
  void vote() {
    vote.on(round.stream().map(Trainer::getModel).toList());
    // Its bits will be the same; its accumulators are not averaged if updaters are not.
    vote.bring(network);
    averaged.addAll(round);
  }

  /** Leaves bits in the network, once all is averaged. */
  void end() {
    vote.bring(network);
  }

  @Override
  public void finalizeRound(Model model, Model... models) {
    standard.finalizeRound(model, models);
  }

  @Override
  public void finalizeTraining(Model model, Model... models) {
    standard.finalizeTraining(model, models);
  }
}
