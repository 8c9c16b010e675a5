package io.dl4jcompact.elastic;

import io.dl4jcompact.elastic.ElasticProgress.SubnetLoss;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * One update of the shared weights, from the gradients of several subnets for the same minibatch.
 *
 * <p>What a layer changes by itself, such as running statistics, is the first subnet's: the mean of
 * several subnets' would fit none of them.
 */
final class ElasticStep {

  private final TrainedNetwork network;
  private final ElasticNetwork elastic;
  private final GradientCombination combination;

  /** Share of the labels that is the largest subnet's output, for the others; 0 to 1. */
  private final double distillation;

  private final INDArray sum;

  ElasticStep(TrainedNetwork network, GradientCombination combination, double distillation) {
    this.network = network;
    elastic = ElasticNetwork.of(network.model());
    this.combination = combination;
    this.distillation = distillation;
    sum = network.gradients().dup();
  }

  List<SubnetLoss> run(MultiDataSet batch, List<SubnetConfig> subnets) {
    // Gradients of others' backward passes were not for this update.
    elastic.operators().values().forEach(operator -> operator.slices().forget());
    SubnetConfig largest = SubnetConfig.largest(network.model());
    MultiDataSet soft = distillation > 0 ? softened(batch, largest) : batch;
    List<SubnetLoss> losses = new ArrayList<>();
    for (SubnetConfig subnet : subnets) {
      elastic.activate(subnet);
      double loss = network.computeGradients(subnet.equals(largest) ? batch : soft);
      addGradients(losses.isEmpty());
      losses.add(new SubnetLoss(subnet, loss));
    }
    network.gradients().assign(sum);
    if (combination == GradientCombination.MEAN && subnets.size() > 1) {
      average(subnets.size());
    }
    double total = losses.stream().mapToDouble(SubnetLoss::loss).sum();
    boolean mean = combination == GradientCombination.MEAN;
    int minibatch = Math.toIntExact(batch.getFeatures(0).size(0));
    network.update(minibatch, mean ? total / subnets.size() : total);
    return losses;
  }

  private void addGradients(boolean first) {
    if (first) {
      sum.assign(network.gradients());
    } else {
      network.ownChanges().forEach(change -> change.assign(0));
      sum.addi(network.gradients());
    }
  }

  private void average(int count) {
    List<INDArray> changes = network.ownChanges();
    List<INDArray> kept = changes.stream().map(INDArray::dup).toList();
    network.gradients().divi(count);
    for (int i = 0; i < changes.size(); i++) {
      changes.get(i).assign(kept.get(i));
    }
  }

  /** A copy of a minibatch whose labels are mixed with what the largest subnet gives. */
  private MultiDataSet softened(MultiDataSet batch, SubnetConfig largest) {
    elastic.activate(largest);
    INDArray[] targets = network.outputs(batch);
    INDArray[] labels = new INDArray[targets.length];
    for (int i = 0; i < labels.length; i++) {
      INDArray given = batch.getLabels(i).castTo(targets[i].dataType());
      labels[i] = given.mul(1 - distillation).addi(targets[i].mul(distillation));
    }
    return new org.nd4j.linalg.dataset.MultiDataSet(
        batch.getFeatures(), labels, batch.getFeaturesMaskArrays(), batch.getLabelsMaskArrays());
  }
}
