/**
 * Programs that predict once and end, to measure how long a JVM takes to its first prediction; each
 * needs nothing but the library that it is named after.
 */
package io.dl4jcompact.benchmarks.start;
