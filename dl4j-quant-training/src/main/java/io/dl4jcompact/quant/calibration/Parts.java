package io.dl4jcompact.quant.calibration;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A network taken apart, in an order in which inputs come first; open for changes. */
final class Parts {

  private final Map<String, Part> parts = new LinkedHashMap<>();
  private final Set<String> outputs;

  /**
   * @param outputs names of the parts whose results users see
   */
  Parts(Collection<Part> inOrder, Collection<String> outputs) {
    inOrder.forEach(this::put);
    this.outputs = Set.copyOf(outputs);
  }

  List<Part> inOrder() {
    return List.copyOf(parts.values());
  }

  /**
   * @throws java.util.NoSuchElementException if there is none of this name
   */
  Part get(String name) {
    return Optional.ofNullable(parts.get(name)).orElseThrow();
  }

  /** The name, or, if a part or an input of the network has it, the first of name2, name3, ... */
  String unused(String name) {
    String free = name;
    for (int number = 2; isUsed(free); number++) {
      free = name + number;
    }
    return free;
  }

  private boolean isUsed(String name) {
    return parts.containsKey(name)
        || parts.values().stream().anyMatch(part -> part.inputs().contains(name));
  }

  boolean isOutput(Part part) {
    return outputs.contains(part.name());
  }

  /** The one part that takes a part's result; empty if there are others, or users see it. */
  Optional<Part> onlyConsumer(Part part) {
    List<Part> consumers =
        parts.values().stream().filter(next -> next.inputs().contains(part.name())).toList();
    return consumers.size() == 1 && !isOutput(part)
        ? Optional.of(consumers.get(0))
        : Optional.empty();
  }

  /** Adds a part behind all others, or replaces the one of that name. */
  void put(Part part) {
    parts.put(part.name(), part);
  }

  /** Puts a part between another and its inputs; it takes the other's preprocessor too. */
  void insertBefore(String name, Part added) {
    List<Part> before = inOrder();
    parts.clear();
    for (Part part : before) {
      if (part.name().equals(name)) {
        put(added.withInputs(part.inputs()));
        put(part.withInputs(List.of(added.name())).withoutPreProcessor());
      } else {
        put(part);
      }
    }
  }

  /** Takes out a part of one input, which goes where the part's result went. */
  void remove(Part removed) {
    String input = removed.inputs().get(0);
    parts.remove(removed.name());
    parts.replaceAll(
        (name, part) ->
            part.withInputs(
                part.inputs().stream()
                    .map(from -> from.equals(removed.name()) ? input : from)
                    .toList()));
  }
}
