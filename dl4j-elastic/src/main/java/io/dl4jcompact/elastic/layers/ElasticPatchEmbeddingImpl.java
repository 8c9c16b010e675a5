package io.dl4jcompact.elastic.layers;

import io.dl4jcompact.elastic.Dimension;
import io.dl4jcompact.elastic.ElasticPatchEmbedding;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Forward and backward pass of {@link ElasticPatchEmbedding}.
 *
 * <p>p is the patches' size, s the number of patches, c that of channels that arrive.
 */
public final class ElasticPatchEmbeddingImpl extends ElasticSequenceLayer<ElasticPatchEmbedding> {

  /** For {@link ElasticPatchEmbedding#instantiate}. */
  public ElasticPatchEmbeddingImpl(NeuralNetConfiguration conf, DataType dataType) {
    super(conf, dataType);
  }

  @Override
  boolean fits(INDArray input) {
    ElasticPatchEmbedding conf = layerConf();
    return input.rank() == 4
        && input.size(1) <= conf.getNIn()
        && input.size(2) == conf.getImageHeight()
        && input.size(3) == conf.getImageWidth();
  }

  @Override
  String expected() {
    ElasticPatchEmbedding conf = layerConf();
    return "[minibatch, at most %d, %d, %d]"
        .formatted(conf.getNIn(), conf.getImageHeight(), conf.getImageWidth());
  }

  /** Masks of images say nothing of patches. */
  @Override
  public Pair<INDArray, MaskState> feedForwardMaskArray(
      INDArray mask, MaskState state, int minibatch) {
    return new Pair<>(null, state);
  }

  @Override
  Pass pass(SlicedParameters parameters) {
    return new EmbeddingPass(parameters);
  }

  private final class EmbeddingPass implements Pass {

    private final SlicedParameters parameters;
    private final long e = slices().size(Dimension.EMBEDDING, layerConf().getNOut());
    private final long minibatch = input.size(0);
    private final long channels = input.size(1);
    private final long size = layerConf().getPatchSize();
    private final long down = input.size(2) / size;
    private final long across = input.size(3) / size;
    private final long tokens = layerConf().tokens();
    private final long first = layerConf().hasClassToken() ? 1 : 0;

    /** [minibatch · s, c · p · p]. */
    private INDArray patches;

    EmbeddingPass(SlicedParameters parameters) {
      this.parameters = parameters;
    }

    private long values() {
      return channels * size * size;
    }

    /** An image as its patches, [minibatch, down, across, c, p, p], as a view. */
    private INDArray patches(INDArray images) {
      return images
          .reshape('c', minibatch, channels, down, size, across, size)
          .permute(0, 2, 4, 1, 3, 5);
    }

    /** The tokens of patches, [minibatch, s, e], as a view. */
    private INDArray ofPatches(INDArray sequences) {
      return sequences.get(
          NDArrayIndex.all(), NDArrayIndex.interval(first, tokens), NDArrayIndex.all());
    }

    private INDArray ofClass(INDArray sequences) {
      return sequences.get(NDArrayIndex.all(), NDArrayIndex.point(0), NDArrayIndex.all());
    }

    @Override
    public INDArray forward(INDArray images, boolean training, Scratch scratch) {
      long rows = minibatch * down * across;
      patches = scratch.create(rows, values());
      patches.reshape('c', minibatch, down, across, channels, size, size).assign(patches(images));
      INDArray z = scratch.create(rows, e);
      Products.multiply(patches, parameters.of("W", values(), e), z)
          .addiRowVector(parameters.of("b", e));
      INDArray out = scratch.create(minibatch, tokens, e);
      ofPatches(out).assign(z.reshape('c', minibatch, down * across, e));
      if (first == 1) {
        ofClass(out).assign(parameters.of("cls", 1, e).broadcast(minibatch, e));
      }
      out.addi(parameters.of("position", tokens, e).reshape(1, tokens, e));
      return out.permute(0, 2, 1);
    }

    @Override
    public INDArray backward(INDArray epsilon, Scratch scratch) {
      INDArray delta = scratch.copy(epsilon.permute(0, 2, 1));
      parameters.gradient("position", tokens, e).assign(delta.sum(0));
      if (first == 1) {
        parameters.gradient("cls", 1, e).assign(ofClass(delta).sum(true, 0));
      }
      INDArray ofRows = scratch.create(minibatch * down * across, e);
      ofRows.reshape('c', minibatch, down * across, e).assign(ofPatches(delta));
      Products.multiply(patches.transpose(), ofRows, parameters.gradient("W", values(), e));
      ofRows.sum(parameters.gradient("b", e), 0);
      // In place: the patches are not needed any more.
      Products.multiply(ofRows, parameters.of("W", values(), e).transpose(), patches);
      INDArray ofImages = scratch.create(minibatch, channels, down * size, across * size);
      patches(ofImages).assign(patches.reshape('c', minibatch, down, across, channels, size, size));
      return ofImages;
    }
  }
}
