package io.dl4jcompact.sparse.structure;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The structures that come with this module: resources, in the order of {@code index.txt}. */
final class BuiltInStructures {

  private static final List<Structure> ALL = load();

  private BuiltInStructures() {}

  static List<Structure> all() {
    return ALL;
  }

  private static List<Structure> load() {
    try {
      List<Structure> all = new ArrayList<>();
      for (String name : new String(bytes("index.txt"), StandardCharsets.UTF_8).lines().toList()) {
        all.add(StructureFile.parse(name, bytes(name)));
      }
      return List.copyOf(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream in = BuiltInStructures.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("resource " + name + " is missing in this module's jar");
      }
      return in.readAllBytes();
    }
  }
}
