/**
 * Rewritings of a graph that make it smaller and faster without changing what it computes, one a
 * class.
 *
 * <p>Read {@link io.dl4jcompact.export.pass.Passes} first: it has them in order.
 */
package io.dl4jcompact.export.pass;
