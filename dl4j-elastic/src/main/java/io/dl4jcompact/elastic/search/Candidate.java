package io.dl4jcompact.elastic.search;

import io.dl4jcompact.elastic.SubnetConfig;

/**
 * A subnet that was scored.
 *
 * @param cost in the unit of the search's {@link SubnetCost}
 * @param score the higher the better, for example an accuracy
 */
public record Candidate(SubnetConfig subnet, double cost, double score) {}
