package io.dl4jcompact.elastic;

import io.dl4jcompact.elastic.layers.ElasticBatchNormalizationImpl;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Runs data through a network whose batch normalisations normalise by each minibatch's own values
 * and collect them; dropout is off.
 */
final class Recalibration {

  private final Model network;
  private final List<ElasticBatchNormalizationImpl> normalizations;

  Recalibration(Model network) {
    this.network = network;
    normalizations =
        ElasticNetwork.of(network).operators().values().stream()
            .filter(ElasticBatchNormalizationImpl.class::isInstance)
            .map(ElasticBatchNormalizationImpl.class::cast)
            .toList();
  }

  void run(Minibatches data) {
    if (normalizations.isEmpty()) {
      return;
    }
    data.restart();
    normalizations.forEach(ElasticBatchNormalizationImpl::beginRecalibration);
    try {
      do {
        infer(data.next());
      } while (!data.betweenEpochs());
    } finally {
      normalizations.forEach(ElasticBatchNormalizationImpl::endRecalibration);
    }
  }

  private void infer(MultiDataSet batch) {
    if (network instanceof MultiLayerNetwork list) {
      list.output(
          batch.getFeatures(0), false, batch.getFeaturesMaskArray(0), batch.getLabelsMaskArray(0));
    } else {
      ((ComputationGraph) network)
          .output(
              false,
              batch.getFeatures(),
              batch.getFeaturesMaskArrays(),
              batch.getLabelsMaskArrays());
    }
  }
}
