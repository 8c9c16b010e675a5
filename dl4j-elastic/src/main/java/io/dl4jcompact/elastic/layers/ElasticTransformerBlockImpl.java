package io.dl4jcompact.elastic.layers;

import io.dl4jcompact.elastic.Dimension;
import io.dl4jcompact.elastic.ElasticTransformerBlock;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Forward and backward pass of {@link ElasticTransformerBlock}.
 *
 * <p>Inside, x, r and out are rows [minibatch · tokens, e].
 */
public final class ElasticTransformerBlockImpl
    extends ElasticSequenceLayer<ElasticTransformerBlock> {

  /** For {@link ElasticTransformerBlock#instantiate}. */
  public ElasticTransformerBlockImpl(NeuralNetConfiguration conf, DataType dataType) {
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
    return new BlockPass(parameters);
  }

  private final class BlockPass implements Pass {

    private final LayerNorm norm1;
    private final MultiHeadAttention attention;
    private final LayerNorm norm2;
    private final Mlp mlp;
    private final long tokens = input.size(2);

    BlockPass(SlicedParameters parameters) {
      ElasticTransformerBlock conf = layerConf();
      norm1 = new LayerNorm(parameters, "gamma1", "beta1", conf.getEpsilon());
      int heads = slices().size(Dimension.HEADS, conf.fullHeads());
      attention =
          new MultiHeadAttention(parameters, heads, conf.fullHeadSize(), input.size(0), tokens);
      norm2 = new LayerNorm(parameters, "gamma2", "beta2", conf.getEpsilon());
      int width = slices().size(Dimension.MLP, conf.fullMlpWidth());
      mlp = new Mlp(parameters, width, conf.getActivationFn());
    }

    @Override
    public INDArray forward(INDArray sequences, boolean training, Scratch scratch) {
      INDArray mask = maskArray == null ? null : maskArray.castTo(dataType);
      INDArray x = TokenRows.of(sequences);
      INDArray out = attention.forward(norm1.forward(x, scratch), mask, scratch).addi(x);
      out.addi(mlp.forward(norm2.forward(out, scratch), training, scratch));
      return TokenRows.sequences(masked(out), tokens);
    }

    @Override
    public INDArray backward(INDArray epsilon, Scratch scratch) {
      INDArray delta = masked(scratch.copy(TokenRows.of(epsilon)));
      delta.addi(norm2.backward(mlp.backward(delta, scratch), scratch));
      delta.addi(norm1.backward(attention.backward(delta, scratch), scratch));
      return TokenRows.sequences(delta, tokens);
    }

    private INDArray masked(INDArray rows) {
      if (maskArray != null) {
        INDArray mask = maskArray.castTo(dataType);
        rows.muliColumnVector(mask.reshape('c', new long[] {rows.size(0)}));
      }
      return rows;
    }
  }
}
