/**
 * Elastic networks: trained once, so that every subnetwork works, then cut to the size that a
 * device can afford.
 *
 * <p>Read {@link io.dl4jcompact.elastic.ElasticDenseLayer} first, then {@link
 * io.dl4jcompact.elastic.SubnetConfig}. The <em>supernet</em> is the whole network with all
 * parameters; a <em>subnet</em> computes with slices of them. What may vary is a {@link
 * io.dl4jcompact.elastic.Dimension}; its <em>choices</em> are the permitted sizes in ascending
 * order, the last of which is the full one. Slices that a subnet does not use are
 * <em>inactive</em>: they have no gradient and do not move.
 */
package io.dl4jcompact.elastic;
