package io.dl4jcompact.runtime.graph;

/**
 * A mask as gaps between its rarer blocks, each in a Golomb-Rice code: with random masks this is
 * within some percent of their entropy, and blocks make it shorter where whole runs of weights are
 * connected or not.
 *
 * @param blockLog a block has 2^blockLog positions in a row, which are all connected or all not; 0
 *     to {@value #MOST_BLOCK_LOG}
 * @param connected whether gaps lead to connected blocks, or to those that are not
 * @param low low bits of each gap that are written as they are, 0 to {@value #MOST_LOW}; the rest
 *     is unary
 * @param bits bits that all codes take, at least 0
 */
public record MaskCode(int blockLog, boolean connected, int low, long bits) {

  /** Larger blocks would save nothing worth having. */
  public static final int MOST_BLOCK_LOG = 15;

  /** With more, a code could be longer than an int. */
  public static final int MOST_LOW = 30;

  public MaskCode {
    if (blockLog < 0 || blockLog > MOST_BLOCK_LOG) {
      throw new IllegalArgumentException(
          "blockLog is " + blockLog + ", expected 0 to " + MOST_BLOCK_LOG);
    }
    if (low < 0 || low > MOST_LOW) {
      throw new IllegalArgumentException("low is " + low + ", expected 0 to " + MOST_LOW);
    }
    if (bits < 0) {
      throw new IllegalArgumentException("bits is " + bits + ", expected at least 0");
    }
  }

  /** The shortest code of the largest blocks that the mask has. */
  public static MaskCode of(Mask mask) {
    int blockLog = blockLog(mask);
    int block = 1 << blockLog;
    boolean connected = 2L * mask.count() <= mask.length();
    long[] unary = new long[MOST_LOW + 1];
    long codes = 0;
    long gap = 0;
    for (int at = 0; at < mask.length(); at += block) {
      if (mask.get(at) == connected) {
        for (int low = 0; low <= MOST_LOW && gap >> low != 0; low++) {
          unary[low] += gap >> low;
        }
        codes++;
        gap = 0;
      } else {
        gap++;
      }
    }
    int best = 0;
    for (int low = 1; low <= MOST_LOW; low++) {
      best = unary[low] + codes * (low + 1) < unary[best] + codes * (best + 1) ? low : best;
    }
    return new MaskCode(blockLog, connected, best, unary[best] + codes * (best + 1));
  }

  private static int blockLog(Mask mask) {
    int log = MOST_BLOCK_LOG;
    while (log > 0 && mask.length() % (1 << log) != 0) {
      log--;
    }
    for (int at = 1; at < mask.length() && log > 0; at++) {
      if (mask.get(at) != mask.get(at - 1)) {
        log = Math.min(log, Integer.numberOfTrailingZeros(at));
      }
    }
    return log;
  }

  /**
   * Bits that a file needs for a mask: those of its codes, or one for each position if these would
   * not be fewer.
   */
  public static long fileBits(Mask mask) {
    return Math.min(mask.length(), of(mask).bits);
  }

  /** The codes of all gaps, one after the other. */
  public Bits encode(Mask mask) {
    BitSink sink = new BitSink((int) bits);
    int gap = 0;
    for (int at = 0; at < mask.length(); at += 1 << blockLog) {
      if (mask.get(at) == connected) {
        sink.ones(gap >>> low);
        sink.skip(1);
        sink.put(gap, low);
        gap = 0;
      } else {
        gap++;
      }
    }
    return sink.toBits();
  }

  /**
   * The mask of so many positions that has these codes.
   *
   * @throws IllegalArgumentException if a code is cut off, or leads past the last position
   */
  public Mask decode(Bits codes, int length) {
    long[] words = new long[Bits.words(length)];
    long block = 0;
    int at = 0;
    while (at < codes.length()) {
      long gap = 0;
      while (at < codes.length() && codes.get(at)) {
        gap++;
        at++;
      }
      at++;
      if (at + low > codes.length()) {
        throw new IllegalArgumentException("the last code of the mask is cut off");
      }
      gap = (gap << low) + (low == 0 ? 0 : codes.word(at) & (1L << low) - 1);
      at += low;
      block += gap;
      // The other side shifted, since this one could overflow.
      if (block >= length >> blockLog) {
        throw new IllegalArgumentException(
            "the mask's codes lead past its " + length + " positions");
      }
      set(words, (int) (block << blockLog), 1 << blockLog);
      block++;
    }
    if (!connected) {
      complement(words, length);
    }
    return Mask.of(Bits.of(words, length));
  }

  private static void set(long[] words, int from, int count) {
    for (int i = from; i < from + count; i++) {
      words[i / Long.SIZE] |= 1L << i;
    }
  }

  private static void complement(long[] words, int length) {
    for (int i = 0; i < words.length; i++) {
      words[i] = ~words[i];
    }
    if (length % Long.SIZE != 0) {
      words[words.length - 1] &= -1L >>> (Long.SIZE - length % Long.SIZE);
    }
  }
}
