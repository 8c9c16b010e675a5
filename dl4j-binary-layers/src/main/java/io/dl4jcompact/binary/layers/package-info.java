/**
 * The forward and backward passes. Users name the configurations in {@code io.dl4jcompact.binary};
 * Deeplearning4j makes these from them. Read {@link
 * io.dl4jcompact.binary.layers.BinaryDenseLayerImpl} first.
 */
package io.dl4jcompact.binary.layers;
