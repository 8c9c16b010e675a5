package io.dl4jcompact.core;

/** A layer configuration whose input is convolved, maybe in groups of channels. */
public interface GroupedWeights {

  /**
   * Number of groups that channels are split into; outputs of a group see its input channels alone.
   */
  int groups();

  /** Shape of the parameter W; with a 0 while nIn is not known. */
  long[] weightShape();

  /** Number of weights that one output channel has, which is what an output sums. */
  long fanIn();

  /** Refuses a number of groups less than 1. */
  static void requireGroup(LayerSettings settings, int groups) {
    settings.atLeast(1, "groups", groups, "leave .groups(..) out for one group");
  }

  /** Refuses groups that do not divide the channels; an nIn of 0 is inferred later. */
  static void requireGroups(LayerSettings settings, int groups, long nIn, long nOut) {
    requireGroup(settings, groups);
    requireDivisor(settings, groups, "input channels", nIn);
    requireDivisor(settings, groups, "output channels", nOut);
  }

  private static void requireDivisor(
      LayerSettings settings, int groups, String what, long channels) {
    settings.require(
        channels % groups == 0,
        "groups",
        groups,
        "a divisor of the " + channels + " " + what,
        "take another number of groups or of channels");
  }
}
