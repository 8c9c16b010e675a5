/**
 * What one-bit networks learn from whole data sets, and how: {@link
 * io.dl4jcompact.examples.marks.Mark} names the goals, a {@link
 * io.dl4jcompact.examples.marks.Recipe} all that decides about a training. The numbers that were
 * reached are in docs/results.md.
 */
package io.dl4jcompact.examples.marks;
