package io.dl4jcompact.sparse.structure;

import io.dl4jcompact.runtime.format.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.nd4j.shade.jackson.core.JsonLocation;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.core.JsonToken;
import org.nd4j.shade.jackson.databind.DeserializationFeature;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.TextNode;

/** Structures as JSON files: a line for each layer. */
public final class StructureFile {

  private static final int VERSION = 1;

  private static final long MOST_BYTES = 4L << 20;

  /** A structure, its layers, a layer. */
  private static final int MOST_LEVELS = 3;

  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private StructureFile() {}

  /**
   * Reads a structure.
   *
   * @throws IOException if the file cannot be read or is not one; the message names the file, the
   *     field and what was expected
   */
  public static Structure read(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException(
          "%s has %d bytes, expected a structure of at most %d"
              .formatted(file, Files.size(file), MOST_BYTES));
    }
    return parse(file.toString(), Files.readAllBytes(file));
  }

  /**
   * Writes a structure, as a whole or not at all; a file that is there is replaced.
   *
   * @throws IOException if the file cannot be written; the message names it, the cause and the
   *     remedy
   */
  public static void write(Structure structure, Path file) throws IOException {
    byte[] bytes = text(structure).getBytes(StandardCharsets.UTF_8);
    AtomicFile.SYSTEM.write(file, bytes);
  }

  static Structure parse(String file, byte... bytes) throws IOException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    try {
      requireFlat(text);
      return structure(Fields.of(JSON.readTree(text), ""));
    } catch (JsonProcessingException e) {
      throw new IOException(
          "%s is not JSON, expected a structure: %s, line %d"
              .formatted(file, e.getOriginalMessage(), line(e.getLocation())),
          e);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static int line(JsonLocation location) {
    return location == null ? 1 : location.getLineNr();
  }

  /** Since reading a tree takes stack for each level. */
  private static void requireFlat(String text) throws IOException {
    try (JsonParser parser = JSON.getFactory().createParser(text)) {
      int level = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        level += token.isStructStart() ? 1 : 0;
        level -= token.isStructEnd() ? 1 : 0;
        if (level > MOST_LEVELS) {
          throw new IllegalArgumentException(
              "line %d has lists or objects in each other at %d levels, expected at most %d"
                  .formatted(line(parser.getCurrentLocation()), level, MOST_LEVELS));
        }
      }
    }
  }

  private static Structure structure(Fields from) {
    int version = from.integer("version");
    Named.requireRange("version", version, VERSION, VERSION);
    String type = from.text("type");
    String name = from.text("name");
    SignalShape input = SignalShape.of(from.integers("input"));
    List<LayerPlan> layers = new ArrayList<>();
    for (JsonNode layer : from.list("layers")) {
      layers.add(layer("layers[%d].".formatted(layers.size()), layer));
    }
    from.requireNoOther();
    return new Structure(type, name, input, layers);
  }

  private static LayerPlan layer(String path, JsonNode layer) {
    Fields fields = Fields.of(layer, path);
    try {
      return LayerFields.read(fields);
    } catch (IllegalArgumentException e) {
      // A layer itself names its field only.
      boolean placed = e.getMessage().startsWith(path);
      throw placed ? e : new IllegalArgumentException(path + e.getMessage(), e);
    }
  }

  static String text(Structure structure) {
    SignalShape input = structure.input();
    String lengths =
        input.kind() == SignalShape.Kind.VECTOR
            ? String.valueOf(input.channels())
            : "%d, %d, %d".formatted(input.channels(), input.height(), input.width());
    String layers =
        structure.layers().stream()
            .map(layer -> "    " + LayerFields.write(layer))
            .collect(Collectors.joining(",\n"));
    return """
        {
          "version": %d,
          "type": %s,
          "name": %s,
          "input": [%s],
          "layers": [
        %s
          ]
        }
        """
        .formatted(
            VERSION,
            TextNode.valueOf(structure.type()),
            TextNode.valueOf(structure.name()),
            lengths,
            layers);
  }
}
