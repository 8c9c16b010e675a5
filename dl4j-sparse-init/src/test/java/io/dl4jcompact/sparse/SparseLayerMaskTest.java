package io.dl4jcompact.sparse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dl4jcompact.core.NetworkKind;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.nd4j.linalg.dataset.DataSet;

/** Masks hold, whatever a network is made of, trained by and goes through. */
class SparseLayerMaskTest {

  private static void train(NetworkKind kind, Model model, DataSet data) {
    for (int i = 0; i < 3; i++) {
      kind.fit(model, data);
      Masks.requireHeld(model);
    }
  }

  @Property(tries = 40)
  void masksHoldInAnyTraining(@ForAll long seed, @ForAll NetworkKind kind) {
    RandomTraining random = new RandomTraining(seed);
    Model model = kind.create(random.settings(), random.inputType(), random.sparseLayers());
    DataSet data = random.data();
    Masks.requireHeld(model);

    train(kind, model, data);

    Model copy = random.coin() ? kind.copy(model) : kind.saveAndLoad(model);
    Masks.requireHeld(copy);
    assertThat(copy.params()).isEqualTo(model.params());
    train(kind, copy, data);
    Model tuned = fineTuned(copy, random);
    train(kind, tuned, data);
    assertThat(Masks.connections(tuned)).isEqualTo(Masks.connections(model));
  }

  private static Model fineTuned(Model model, RandomTraining random) {
    FineTuneConfiguration changes =
        new FineTuneConfiguration.Builder()
            .updater(random.updater())
            .l2(0.03)
            .dropOut(0.9)
            .seed(3)
            .build();
    return model instanceof ComputationGraph graph
        ? new TransferLearning.GraphBuilder(graph).fineTuneConfiguration(changes).build()
        : new TransferLearning.Builder((MultiLayerNetwork) model)
            .fineTuneConfiguration(changes)
            .build();
  }

  @Property(tries = 25)
  void sparsifiedNetworksHaveTheirDensity(@ForAll long seed, @ForAll NetworkKind kind) {
    RandomTraining random = new RandomTraining(seed);
    Model dense = kind.create(random.settings(), random.inputType(), random.denseLayers());
    Sparsify sparsify = new Sparsify(0.5, seed).rule(random.rule());

    Sparsified<? extends Model> made =
        dense instanceof ComputationGraph graph
            ? sparsify.apply(graph)
            : sparsify.apply((MultiLayerNetwork) dense);

    assertThat((double) made.connections()).isEqualTo(0.5 * made.weights(), within(1.0));
    train(kind, made.result(), random.data());
    train(kind, kind.saveAndLoad(made.result()), random.data());
  }
}
