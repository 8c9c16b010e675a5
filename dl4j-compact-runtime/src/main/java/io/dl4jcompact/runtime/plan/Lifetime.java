package io.dl4jcompact.runtime.plan;

/**
 * How long a value is needed, and how much space it takes while it is.
 *
 * @param first the step that makes it
 * @param last the last step that takes it, at least the first
 * @param size elements of its arena that one sample takes
 */
record Lifetime(int first, int last, int size) {

  /** Whether both are needed during some step, so that they must not share space. */
  boolean meets(Lifetime other) {
    return first <= other.last && other.first <= last;
  }
}
