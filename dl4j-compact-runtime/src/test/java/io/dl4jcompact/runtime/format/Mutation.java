package io.dl4jcompact.runtime.format;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Random damage that an attacker might do, with checksums made right again. */
final class Mutation {

  /** Bytes that numbers overflow, end or go on at. */
  private static final byte[][] PROVOCATIONS = {
    {0},
    {1},
    {0x7f},
    {(byte) 0x80},
    {(byte) 0xff},
    {(byte) 0x80, 0},
    {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 7},
    {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 1},
    {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 4},
    {0, 0, 0, (byte) 0x80},
    {0, 0, (byte) 0xc0, 0x7f},
  };

  private final SplittableRandom random;

  Mutation(long seed) {
    random = new SplittableRandom(seed);
  }

  byte[] of(byte[] model) {
    if (random.nextInt(8) == 0) {
      return Container.repaired(overwritten(model, Math.min(192, model.length)));
    }
    Container container = Container.of(model);
    for (int i = random.nextInt(3); i >= 0; i--) {
      String id = new String[] {"META", "GRPH", "GRPH", "GRPH", "TENS"}[random.nextInt(5)];
      container = container.with(id, changed(container.content(id)));
    }
    return container.toBytes();
  }

  private byte[] changed(byte[] content) {
    int at = random.nextInt(content.length + 1);
    int to = Math.min(content.length, at + random.nextInt(random.nextBoolean() ? 4 : 80));
    return switch (random.nextInt(5)) {
      case 0 -> overwritten(content, content.length);
      case 1 -> spliced(content, at, to, new byte[0]);
      case 2 -> spliced(content, at, at, Arrays.copyOfRange(content, at, to));
      case 3 -> spliced(content, at, to, provocation());
      default -> spliced(content, at, at, provocation());
    };
  }

  private byte[] overwritten(byte[] content, int before) {
    byte[] result = content.clone();
    if (before > 0) {
      int at = random.nextInt(before);
      byte[] bytes = random.nextBoolean() ? provocation() : new byte[] {(byte) random.nextInt()};
      System.arraycopy(bytes, 0, result, at, Math.min(bytes.length, result.length - at));
    }
    return result;
  }

  private byte[] provocation() {
    return PROVOCATIONS[random.nextInt(PROVOCATIONS.length)];
  }

  private static byte[] spliced(byte[] content, int from, int to, byte[] inserted) {
    byte[] result = Arrays.copyOf(content, content.length - (to - from) + inserted.length);
    System.arraycopy(inserted, 0, result, from, inserted.length);
    System.arraycopy(content, to, result, from + inserted.length, content.length - to);
    return result;
  }
}
