package io.dl4jcompact.elastic.layers;

import io.dl4jcompact.elastic.ElasticTokenPooling;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Broadcast;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Forward and backward pass of {@link ElasticTokenPooling}. */
public final class ElasticTokenPoolingImpl extends ElasticSequenceLayer<ElasticTokenPooling> {

  /** For {@link ElasticTokenPooling#instantiate}. */
  public ElasticTokenPoolingImpl(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  boolean fits(INDArray input) {
    return input.rank() == 3 && input.size(1) <= layerConf().getNIn();
  }

  @Override
  String expected() {
    return "[minibatch, at most " + layerConf().getNIn() + ", tokens]";
  }

  @Override
  Pass pass(SlicedParameters parameters) {
    LayerNorm norm = new LayerNorm(parameters, "gamma", "beta", layerConf().getEpsilon());
    return layerConf().isClassToken() ? new FirstPass(norm, input.shape()) : new MeanPass(norm);
  }

  /** There are no tokens any more. */
  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(
      INDArray mask, MaskState state, int minibatch) {
    super.feedForwardMaskArray(mask, state, minibatch);
    return null;
  }

  /** Normalises the first token alone. */
  private record FirstPass(LayerNorm norm, long[] shape) implements Pass {

    @Override
    public INDArray forward(INDArray sequences, boolean training, Scratch scratch) {
      return norm.forward(scratch.copy(first(sequences)), scratch);
    }

    private static INDArray first(INDArray sequences) {
      return sequences.get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.point(0));
    }

    @Override
    public INDArray backward(INDArray epsilon, Scratch scratch) {
      INDArray rows = scratch.create(shape[0], shape[2], shape[1]).assign(0);
      INDArray ofInput = rows.permute(0, 2, 1);
      first(ofInput).assign(norm.backward(epsilon, scratch));
      return ofInput;
    }
  }

  /** Sums of normalised tokens with the weights 1 / (number of tokens of the sequence), or 0. */
  private final class MeanPass implements Pass {

    private final LayerNorm norm;
    private final long tokens = input.size(2);

    MeanPass(LayerNorm norm) {
      this.norm = norm;
    }

    /** Weight of each token, [minibatch, tokens]. */
    private INDArray weights(long minibatch) {
      if (maskArray == null) {
        return Nd4j.valueArrayOf(new long[] {minibatch, tokens}, 1.0 / tokens, dataType);
      }
      INDArray mask = maskArray.castTo(dataType);
      // A sequence without tokens has the mean 0.
      INDArray counts = mask.sum(1);
      return mask.divColumnVector(Transforms.max(counts, 1));
    }

    @Override
    public INDArray forward(INDArray sequences, boolean training, Scratch scratch) {
      INDArray rows = norm.forward(TokenRows.of(sequences), scratch);
      return weighed(rows, rows, sequences.size(0)).sum(2);
    }

    /** Rows times their weights as sequences. */
    private INDArray weighed(INDArray rows, INDArray result, long minibatch) {
      INDArray weights = weights(minibatch).reshape('c', new long[] {rows.size(0)});
      return TokenRows.sequences(Broadcast.mul(rows, weights, result, 0), tokens);
    }

    @Override
    public INDArray backward(INDArray epsilon, Scratch scratch) {
      long minibatch = epsilon.size(0);
      long e = epsilon.size(1);
      INDArray rows = scratch.create(minibatch * tokens, e);
      rows.reshape('c', minibatch, tokens, e)
          .assign(epsilon.reshape(minibatch, 1, e).broadcast(minibatch, tokens, e));
      weighed(rows, rows, minibatch);
      return TokenRows.sequences(norm.backward(rows, scratch), tokens);
    }
  }
}
