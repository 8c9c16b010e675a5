package io.dl4jcompact.sparse.consistency;

/**
 * How a training ended.
 *
 * @param iterations that it took
 * @param loss of the last one, penalties such as l2 included
 * @param end what was reached
 */
public record ConsistencyResult(int iterations, double loss, TrainingEnd end) {}
