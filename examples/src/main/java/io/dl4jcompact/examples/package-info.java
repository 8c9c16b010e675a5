/**
 * Programs to run and to read.
 *
 * <p>Read {@link io.dl4jcompact.examples.Quickstart} first: it trains a one-bit network on real
 * images, exports it, and runs the exported model without Deeplearning4j.
 */
package io.dl4jcompact.examples;
