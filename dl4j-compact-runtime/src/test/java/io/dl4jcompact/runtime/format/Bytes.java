package io.dl4jcompact.runtime.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Models to bytes and back, and how two models are compared. */
final class Bytes {

  private Bytes() {}

  static byte[] of(Contents contents) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    D4c.write(contents, out);
    return out.toByteArray();
  }

  static Contents read(byte[] bytes) throws IOException {
    return D4c.read(ByteBuffer.wrap(bytes));
  }

  static void requireEqual(Contents found, Contents expected) {
    assertThat(found.info()).isEqualTo(expected.info());
    assertThat(found.graph().nodes()).isEqualTo(expected.graph().nodes());
    assertThat(found.graph().outputs()).isEqualTo(expected.graph().outputs());
  }
}
