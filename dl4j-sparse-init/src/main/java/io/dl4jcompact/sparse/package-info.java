/**
 * Networks whose layers are sparse from the start: most weights are not connected, and stay exactly
 * 0.
 *
 * <p>Read {@link io.dl4jcompact.sparse.Sparsify} first, which makes a network sparse, then {@link
 * io.dl4jcompact.sparse.SparseLayer}. A <em>density</em> is the share of a layer's weights that are
 * connected, in (0, 1]; sparsity S is 1 minus the density. A {@link io.dl4jcompact.sparse.Mask} has
 * a bit a weight, 1 where it is connected, in the order in which the parameter lies in the
 * network's vector of parameters; it is never inferred from weights that are 0.
 */
package io.dl4jcompact.sparse;
