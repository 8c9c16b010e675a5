/**
 * Training data from files, by DataVec: features of images, sound and text, and minibatches with a
 * set share of positive samples.
 *
 * <p>Read {@link io.dl4jcompact.binary.data.RatioDataSetIterator} first. These classes need {@code
 * org.datavec:datavec-api}, which is an optional dependency of this module; the layers do without.
 */
package io.dl4jcompact.binary.data;
