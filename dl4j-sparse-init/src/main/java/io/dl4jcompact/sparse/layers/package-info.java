/**
 * The layers that train. Read {@link io.dl4jcompact.sparse.layers.SparseLayerImpl} first; it adds
 * to the layer in it that unconnected weights have no gradient and are 0.
 */
package io.dl4jcompact.sparse.layers;
