package io.dl4jcompact.binary.packed;

import io.dl4jcompact.binary.Domain;

/**
 * What a Boolean layer was told, besides its shape.
 *
 * @param name of the layer
 * @param threshold τ
 * @param signal the values of the signal that it uses
 * @param signalBits bits of a real signal's integers
 * @param signalScale c, the factor of the signal that it passes on
 */
record BooleanSettings(
    String name, float threshold, Domain signal, int signalBits, double signalScale) {}
