/** JMH benchmarks; {@link io.dl4jcompact.benchmarks.Benchmarks} runs them. */
package io.dl4jcompact.benchmarks;
