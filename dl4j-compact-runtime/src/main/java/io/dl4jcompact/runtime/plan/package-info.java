/**
 * From a graph to a list of steps with a place for every value.
 *
 * <p>Read {@link io.dl4jcompact.runtime.plan.Plan} first.
 */
package io.dl4jcompact.runtime.plan;
