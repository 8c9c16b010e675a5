package io.dl4jcompact.sparse.consistency;

import java.io.IOException;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.shade.jackson.core.JsonGenerator;
import org.nd4j.shade.jackson.databind.JsonSerializer;
import org.nd4j.shade.jackson.databind.SerializerProvider;
import org.nd4j.shade.jackson.databind.annotation.JsonSerialize;
import org.nd4j.shade.jackson.databind.jsontype.TypeSerializer;

/**
 * The loss of one minibatch: that of its labelled rows, and the disagreement of its other rows.
 *
 * <pre>
 * loss = 1/L·Σ_l supervised(l) + w/(U·C·P)·Σ_u Σ_{i&lt;j} |z_i(u) - z_j(u)|²,   P = k·(k-1)/2
 *      = 1/L·Σ_l supervised(l) + 2·w/(U·C·(k-1))·Σ_u Σ_i |z_i(u) - mean_j z_j(u)|²
 * </pre>
 *
 * <p>z are outputs after the activation, C classes. Rows: L labelled samples, then k blocks of the
 * same U unlabelled ones. Deeplearning4j divides sums of losses and of gradients by all B = L + k·U
 * rows, so what is given to it is B times as large. With k = 2 this is the loss of the Π-model.
 *
 * <p>All passes are rows of one minibatch, so the gradient goes through each of them. As JSON it is
 * the supervised loss: a network that is saved while it trains is an ordinary one.
 *
 * @see <a href="https://arxiv.org/abs/1610.02242">Laine and Aila 2017, algorithm 1</a>
 * @see <a href="https://arxiv.org/abs/1606.04586">Sajjadi et al. 2016, eq. 1</a>
 */
@JsonSerialize(using = ConsistencyLoss.AsSupervised.class)
final class ConsistencyLoss implements ILossFunction {

  private static final long serialVersionUID = 1;

  private final ILossFunction supervised;
  private final int labelled;
  private final int passes;
  private final double weight;

  /**
   * @param supervised loss of labelled rows
   * @param labelled L, their number
   * @param passes k, at least 2
   * @param weight w, at least 0
   */
  ConsistencyLoss(ILossFunction supervised, int labelled, int passes, double weight) {
    this.supervised = supervised;
    this.labelled = labelled;
    this.passes = passes;
    this.weight = weight;
  }

  @Override
  public double computeScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    double sum = computeScoreArray(labels, preOutput, activation, mask).sumNumber().doubleValue();
    return average ? sum / preOutput.size(0) : sum;
  }

  /** [B, 1]: the share of each row in B times the loss. */
  @Override
  public INDArray computeScoreArray(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    long rows = preOutput.size(0);
    INDArray supervisedScores =
        supervised
            .computeScoreArray(head(labels), head(preOutput), activation, null)
            .reshape(labelled, 1)
            .mul((double) rows / labelled);
    INDArray deviations = deviations(activation.getActivation(tail(preOutput), true));
    INDArray disagreement = deviations.mul(deviations).sum(true, 1).muli(factor(preOutput));
    return Nd4j.concat(0, supervisedScores, disagreement);
  }

  /** B times the gradient of the loss with respect to the outputs before the activation. */
  @Override
  public INDArray computeGradient(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask) {
    INDArray supervisedGradient =
        supervised
            .computeGradient(head(labels), head(preOutput), activation, null)
            .mul((double) preOutput.size(0) / labelled);
    INDArray deviations = deviations(activation.getActivation(tail(preOutput), true));
    INDArray gradient =
        activation.backprop(tail(preOutput), deviations.muli(2 * factor(preOutput))).getFirst();
    return Nd4j.concat(0, supervisedGradient, gradient);
  }

  @Override
  public Pair<Double, INDArray> computeGradientAndScore(
      INDArray labels, INDArray preOutput, IActivation activation, INDArray mask, boolean average) {
    return Pair.of(
        computeScore(labels, preOutput, activation, mask, average),
        computeGradient(labels, preOutput, activation, mask));
  }

  @Override
  public String name() {
    return "consistency with " + supervised.name();
  }

  @Override
  public String toString() {
    return name();
  }

  private double factor(INDArray preOutput) {
    double elements = (double) (preOutput.size(0) - labelled) / passes * preOutput.size(1);
    return 2 * preOutput.size(0) * weight / (elements * (passes - 1));
  }

  /** z minus the mean of its passes, in the layout of z. */
  private INDArray deviations(INDArray outputs) {
    INDArray byPass = outputs.dup('c').reshape('c', passes, outputs.length() / passes);
    return byPass.subRowVector(byPass.mean(0)).reshape('c', outputs.shape());
  }

  /** Copies, since losses and activations of Deeplearning4j write to what they get. */
  private INDArray head(INDArray rows) {
    return rows.get(NDArrayIndex.interval(0, labelled), NDArrayIndex.all()).dup();
  }

  private INDArray tail(INDArray rows) {
    return rows.get(NDArrayIndex.interval(labelled, rows.size(0)), NDArrayIndex.all()).dup();
  }

  /** Writes the supervised loss with its own type. */
  static final class AsSupervised extends JsonSerializer<ConsistencyLoss> {

    @Override
    public void serialize(ConsistencyLoss loss, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      provider
          .findTypedValueSerializer(loss.supervised.getClass(), true, null)
          .serialize(loss.supervised, out, provider);
    }

    @Override
    public void serializeWithType(
        ConsistencyLoss loss, JsonGenerator out, SerializerProvider provider, TypeSerializer type)
        throws IOException {
      serialize(loss, out, provider);
    }
  }
}
