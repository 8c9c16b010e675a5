/**
 * Extreme learning machines: three-layer networks whose hidden weights are drawn and whose output
 * weights are solved in one pass over the samples.
 *
 * <p>Read {@link io.dl4jcompact.binary.elm.ExtremeLearningMachine} first.
 */
package io.dl4jcompact.binary.elm;
