/**
 * Runs exported networks with nothing but the JDK.
 *
 * <p>Read {@link io.dl4jcompact.runtime.CompactModel} first.
 */
package io.dl4jcompact.runtime;
