package io.dl4jcompact.quant;

/**
 * What {@link Calibration} made.
 *
 * @param result the quantised network
 * @param report how much noise each layer's integers bring
 * @param <T> a kind of network
 */
public record Calibrated<T>(T result, SqnrReport report) {}
