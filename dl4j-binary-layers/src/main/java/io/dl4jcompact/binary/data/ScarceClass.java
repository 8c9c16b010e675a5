package io.dl4jcompact.binary.data;

/** What an epoch does where one of the two classes has too few samples for the ratio. */
public enum ScarceClass {
  /**
   * It is gone through again and again, each time in a new order, until every sample of the other
   * class was drawn: no sample is left out, and of one class none is drawn twice more than another
   * of it. A last batch that needs more is filled from the beginning of a new round.
   */
  REPEAT {
    @Override
    int batches(double positiveBatches, double negativeBatches) {
      return (int) Math.ceil(Math.max(positiveBatches, negativeBatches));
    }
  },
  /**
   * It ends the epoch: no sample is drawn twice, and those that are left over have to wait for a
   * later epoch.
   */
  END_EPOCH {
    @Override
    int batches(double positiveBatches, double negativeBatches) {
      return (int) Math.floor(Math.min(positiveBatches, negativeBatches));
    }
  };

  /**
   * @param positiveBatches how many batches the positive samples fill once
   * @param negativeBatches how many batches the negative samples fill once
   */
  abstract int batches(double positiveBatches, double negativeBatches);
}
