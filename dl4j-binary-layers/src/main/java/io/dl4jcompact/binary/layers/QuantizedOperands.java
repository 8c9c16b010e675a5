package io.dl4jcompact.binary.layers;

import io.dl4jcompact.binary.ChannelScale;
import io.dl4jcompact.binary.Quantization;
import io.dl4jcompact.binary.QuantizerOps;
import io.dl4jcompact.quantizer.ElementwiseQuantizer;
import io.dl4jcompact.quantizer.Identity;
import java.util.Map;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.broadcast.BroadcastAddOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The quantised operands of one layer, kept from its forward pass to its backward pass so that
 * nothing is computed twice.
 *
 * <p>What is kept lives in the workspace of the layer's input, which is open until the backward
 * pass is over. Null means "not computed for the present input".
 */
final class QuantizedOperands {

  private final Quantization quantization;
  private final InputQuantizer inputQuantizer;
  private final ElementwiseQuantizer weightQuantizer;
  private INDArray latentInput;
  private boolean inputQuantized;
  private INDArray weights;
  private INDArray scale;
  private INDArray preOutput;

  /** Ones and zeros in W's shape, and k over the number of ones [nOut]; null if all are ones. */
  private INDArray connected;

  private INDArray meanFactors;

  QuantizedOperands(BaseLayer<?> layer, Quantization quantization) {
    this.quantization = quantization;
    inputQuantizer = new InputQuantizer(layer, quantization.inputRule());
    weightQuantizer = quantization.weightRule();
  }

  /**
   * From now on unconnected weights compute as 0, and are not among those of mean |W|.
   *
   * @param mask in the shape of the latent weights
   */
  @SuppressWarnings("try")
  void setConnected(INDArray mask) {
    try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
      connected = mask;
      meanFactors = ChannelScale.ofConnected(mask);
    }
  }

  /** Forgets everything: the layer has a new input or none. */
  void clear() {
    latentInput = null;
    inputQuantized = false;
    weights = null;
    scale = null;
    preOutput = null;
  }

  boolean inputQuantized() {
    return inputQuantized;
  }

  /** q_x(x), of the layer's data type; x is remembered for {@link #multiplyInputGradienti}. */
  INDArray quantizeInput(
      INDArray input, DataType dataType, boolean training, LayerWorkspaceMgr mgr) {
    inputQuantized = true;
    ArrayType lifetime = lifetimeOfInput(training, mgr);
    INDArray x = ofType(dataType, input, lifetime, mgr);
    if (quantization.inputRule() instanceof Identity) {
      return x;
    }
    latentInput = x;
    ElementwiseQuantizer quantizer = inputQuantizer.choose(x, training);
    // oneDNN reads images in c order only.
    char order = x.rank() == 4 ? 'c' : x.ordering();
    INDArray q = mgr.createUninitialized(lifetime, x.dataType(), x.shape(), order);
    if (training) {
      QuantizerOps.quantizeTraining(quantizer, x, q);
    } else {
      QuantizerOps.quantize(quantizer, x, q);
    }
    return q;
  }

  /** Where a layer's output is one of the graph's, inference has no workspace for its input. */
  static ArrayType lifetimeOfInput(boolean training, LayerWorkspaceMgr mgr) {
    boolean kept = training || mgr.isWorkspaceOpen(ArrayType.INPUT);
    return kept ? ArrayType.INPUT : ArrayType.FF_WORKING_MEM;
  }

  /** A cast's result would else live in the forward pass's working memory only. */
  private static INDArray ofType(
      DataType dataType, INDArray x, ArrayType lifetime, LayerWorkspaceMgr mgr) {
    return x.dataType() == dataType ? x : mgr.leverageTo(lifetime, x.castTo(dataType));
  }

  /** f · ε ⊙ c'(x), in place. */
  void multiplyInputGradienti(INDArray epsilon) {
    if (quantization.sumFactor() != 1) {
      epsilon.muli(quantization.sumFactor());
    }
    if (latentInput != null && !QuantizerOps.passesGradient(inputQuantizer.present())) {
      INDArray factor =
          Nd4j.createUninitialized(epsilon.dataType(), epsilon.shape(), epsilon.ordering());
      QuantizerOps.gradient(inputQuantizer.present(), latentInput, factor);
      epsilon.muli(factor);
    }
  }

  /** The change of the running threshold, where the layer has one, into the gradient views. */
  void writeThresholdGradient(Map<String, INDArray> gradientViews) {
    inputQuantizer.writeThresholdGradient(gradientViews);
  }

  /** Whether a channel's sum of weights counts, apart from their products with the input. */
  boolean addsWeightSums() {
    return quantization.weightSumFactor() != 0;
  }

  /** Whether the sum of a window's inputs counts, apart from their products with the weights. */
  boolean addsInputSums() {
    return quantization.inputSumFactor() != 0;
  }

  /** f_x·o_w · Σ c(x), in place. */
  INDArray toInputSummandsi(INDArray sums) {
    return sums.muli(quantization.inputSumFactor());
  }

  /**
   * Turns sums of the rules' values into sums of levels, but for {@link #toInputSummandsi}, in
   * place.
   *
   * @param dimension of z that counts the output channels
   */
  void toLevelsi(
      INDArray z, int dimension, INDArray latent, boolean training, LayerWorkspaceMgr mgr) {
    if (quantization.sumFactor() != 1) {
      z.muli(quantization.sumFactor());
    }
    if (addsWeightSums()) {
      INDArray present = weights == null ? quantizeWeights(latent, training, mgr) : weights;
      Nd4j.exec(new BroadcastAddOp(z, quantization.weightSummands(present), z, dimension));
    }
  }

  /**
   * The gradient of t(W) from that of its products with the input's rule, in place.
   *
   * @param deltaSums the sums of δ over all but the output channels; used if {@link
   *     #addsWeightSums}
   */
  void toWeightGradienti(INDArray gradient, INDArray deltaSums) {
    if (quantization.sumFactor() != 1) {
      gradient.muli(quantization.sumFactor());
    }
    if (addsWeightSums()) {
      ChannelScale.addi(gradient, deltaSums.mul(quantization.weightSumFactor()));
    }
  }

  /** t(W), without the scale; kept while training. */
  INDArray quantizeWeights(INDArray latent, boolean training, LayerWorkspaceMgr mgr) {
    if (weightQuantizer instanceof Identity) {
      return latent;
    }
    ArrayType lifetime = training ? ArrayType.INPUT : ArrayType.FF_WORKING_MEM;
    INDArray q =
        mgr.createUninitialized(lifetime, latent.dataType(), latent.shape(), latent.ordering());
    QuantizerOps.quantize(weightQuantizer, latent, q);
    if (connected != null) {
      q.muli(connected.reshape(q.ordering(), q.shape()));
    }
    weights = training ? q : null;
    return q;
  }

  /** α [nOut]; kept while training. */
  INDArray scale(INDArray latent, boolean training, LayerWorkspaceMgr mgr) {
    INDArray computed = ChannelScale.of(latent);
    if (connected != null) {
      computed.muli(meanFactors);
    }
    scale = training ? mgr.leverageTo(ArrayType.INPUT, computed) : null;
    return training ? scale : computed;
  }

  /**
   * α ⊙ q_w(W) / f_w, or q_w(W) / f_w where there is no scale: what the input's gradient is
   * computed with.
   */
  INDArray backwardWeights(INDArray latent, LayerWorkspaceMgr mgr) {
    INDArray q = shiftedWeights(latent, mgr);
    if (!quantization.weightScale()) {
      return q;
    }
    INDArray scaled = mgr.dup(ArrayType.BP_WORKING_MEM, q, q.ordering());
    ChannelScale.multiplyi(scaled, keptScale(latent, mgr));
    return scaled;
  }

  /** Turns the gradient of the forward pass's weights into that of the latent weights, in place. */
  void toLatentWeightGradienti(INDArray gradient, INDArray latent, LayerWorkspaceMgr mgr) {
    if (weightQuantizer instanceof Identity) {
      return;
    }
    INDArray scaleGradient =
        quantization.weightScale()
            ? ChannelScale.scaleGradient(gradient, shiftedWeights(latent, mgr), latent)
            : null;
    if (scaleGradient != null && connected != null) {
      ChannelScale.multiplyi(scaleGradient, meanFactors);
    }
    if (!QuantizerOps.passesGradient(weightQuantizer)) {
      INDArray factor =
          mgr.createUninitialized(
              ArrayType.BP_WORKING_MEM, latent.dataType(), latent.shape(), latent.ordering());
      QuantizerOps.gradient(weightQuantizer, latent, factor);
      gradient.muli(factor);
    }
    if (scaleGradient != null) {
      ChannelScale.multiplyi(gradient, keptScale(latent, mgr));
      gradient.addi(scaleGradient);
    }
  }

  private INDArray keptScale(INDArray latent, LayerWorkspaceMgr mgr) {
    return scale == null ? scale(latent, true, mgr) : scale;
  }

  /** q_w(W) / f_w; apart from t(W) only for weights other than -v and +v. */
  private INDArray shiftedWeights(INDArray latent, LayerWorkspaceMgr mgr) {
    INDArray q = keptWeights(latent, mgr);
    float shift = quantization.weightShift();
    return shift == 0 ? q : mgr.dup(ArrayType.BP_WORKING_MEM, q, q.ordering()).addi(shift);
  }

  private INDArray keptWeights(INDArray latent, LayerWorkspaceMgr mgr) {
    return weights == null ? quantizeWeights(latent, true, mgr) : weights;
  }

  /** Keeps z, the layer's output before its activation function. */
  void keepPreOutput(INDArray z) {
    preOutput = z;
  }

  /** The z that was kept, or null. */
  INDArray preOutput() {
    return preOutput;
  }
}
