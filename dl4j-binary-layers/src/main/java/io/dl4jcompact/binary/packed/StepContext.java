package io.dl4jcompact.binary.packed;

import io.dl4jcompact.binary.flip.Noise;

/**
 * What a training step has for all stages.
 *
 * @param iteration as Deeplearning4j counts, from 0
 * @param epoch as Deeplearning4j counts, from 0
 * @param noise of this iteration alone
 */
record StepContext(int iteration, int epoch, Noise noise) {}
