package io.dl4jcompact.examples.data;

/** Which part of a data set. */
public enum Split {
  TRAIN,
  TEST
}
