package io.dl4jcompact.export.pass;

import io.dl4jcompact.runtime.graph.Graph;

/**
 * A graph after all passes.
 *
 * @param graph what is left
 * @param takeovers what became of the nodes that are gone
 */
public record Optimised(Graph graph, Takeovers takeovers) {}
