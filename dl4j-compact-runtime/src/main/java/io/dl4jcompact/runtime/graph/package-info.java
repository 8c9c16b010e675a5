/**
 * A model as a graph of typed nodes: what the exporter builds, passes rewrite, files hold and plans
 * run.
 *
 * <p>Read {@link io.dl4jcompact.runtime.graph.Graph} first, then {@link
 * io.dl4jcompact.runtime.graph.Op}.
 *
 * <p>Every value is a map of height × width positions, each with its channels; a vector is 1 × 1 ×
 * n. Inside a graph the channels come last (position-major), outside of it first, as in
 * Deeplearning4j (NCHW): {@link io.dl4jcompact.runtime.graph.Input} and the graph's outputs
 * transpose.
 */
package io.dl4jcompact.runtime.graph;
