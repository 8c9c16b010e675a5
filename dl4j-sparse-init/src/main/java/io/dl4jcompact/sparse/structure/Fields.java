package io.dl4jcompact.sparse.structure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.nd4j.shade.jackson.databind.JsonNode;

/**
 * The fields of a JSON object, with refusals that say where they are.
 *
 * @param node the object
 * @param path where it is in its file, such as {@code layers[2].}
 * @param read the fields that were asked for
 */
record Fields(JsonNode node, String path, Set<String> read) {

  /**
   * @throws IllegalArgumentException if it is no object
   */
  static Fields of(JsonNode node, String path) {
    if (node == null || !node.isObject()) {
      String field = path.isEmpty() ? "the file" : path.substring(0, path.length() - 1);
      throw new IllegalArgumentException(
          "%s is %s, expected an object {..}".formatted(field, shown(node)));
    }
    return new Fields(node, path, new HashSet<>());
  }

  String text(String field) {
    JsonNode value = get(field);
    if (value == null || !value.isTextual()) {
      throw refused(field, value, "a text");
    }
    return value.textValue();
  }

  int integer(String field) {
    JsonNode value = get(field);
    if (value == null || !value.isIntegralNumber() || !value.canConvertToInt()) {
      throw refused(field, value, "a whole number of at most 2147483647");
    }
    return value.intValue();
  }

  /** A number that files may leave out. */
  int integer(String field, int otherwise) {
    return get(field) == null ? otherwise : integer(field);
  }

  /** What files may leave out. */
  boolean flag(String field, boolean otherwise) {
    JsonNode value = get(field);
    if (value != null && !value.isBoolean()) {
      throw refused(field, value, "true or false");
    }
    return value == null ? otherwise : value.booleanValue();
  }

  List<Integer> integers(String field) {
    JsonNode values = get(field);
    List<Integer> all = new ArrayList<>();
    for (JsonNode value : list(field)) {
      if (!value.isIntegralNumber() || !value.canConvertToInt()) {
        throw refused(field, values, "a list of whole numbers");
      }
      all.add(value.intValue());
    }
    return all;
  }

  JsonNode list(String field) {
    JsonNode value = get(field);
    if (value == null || !value.isArray()) {
      throw refused(field, value, "a list [..]");
    }
    return value;
  }

  /** Refuses fields that nothing asked for. */
  void requireNoOther() {
    node.fieldNames()
        .forEachRemaining(
            field -> {
              if (!read.contains(field)) {
                throw new IllegalArgumentException(
                    "%s%s is not known, expected only %s"
                        .formatted(path, field, read.stream().sorted().toList()));
              }
            });
  }

  IllegalArgumentException refused(String field, JsonNode value, String expected) {
    return new IllegalArgumentException(
        "%s%s is %s, expected %s".formatted(path, field, shown(value), expected));
  }

  private JsonNode get(String field) {
    read.add(field);
    return node.get(field);
  }

  private static String shown(JsonNode value) {
    String text = value == null || value.isMissingNode() ? "missing" : value.toString();
    return text.length() <= 40 ? text : text.substring(0, 40) + "..";
  }
}
