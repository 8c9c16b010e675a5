package io.dl4jcompact.sparse.consistency;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Samples with and without labels.
 *
 * @param features of the labelled samples, [labelled, ..]
 * @param labels one-hot, [labelled, classes]
 * @param unlabelled features of the others, [unlabelled, ..]
 */
public record MixedBatch(INDArray features, INDArray labels, INDArray unlabelled) {}
