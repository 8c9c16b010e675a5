package io.dl4jcompact.binary.export;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Latent weights, twice.
 *
 * @param ordered in the runtime's order
 * @param trained as the layer sums and scales them, outputs first where it is a convolution:
 *     another order of summation rounds otherwise
 */
@SuppressWarnings("ArrayRecordComponent") // A short-lived pair that nothing compares.
record LatentArray(float[] ordered, INDArray trained) {}
