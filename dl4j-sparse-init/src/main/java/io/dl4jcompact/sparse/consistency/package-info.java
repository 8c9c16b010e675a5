/**
 * Semi-supervised training by prediction consistency: samples without labels pass through a network
 * several times, and how much its outputs differ is part of the loss.
 *
 * <p>Read {@link io.dl4jcompact.sparse.consistency.ConsistencyTraining} first. Minibatches hold the
 * labelled samples first, then one block of all unlabelled samples for each pass.
 */
package io.dl4jcompact.sparse.consistency;
