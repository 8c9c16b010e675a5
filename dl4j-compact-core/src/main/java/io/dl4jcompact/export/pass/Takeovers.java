package io.dl4jcompact.export.pass;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** What became of the nodes that passes took out of a graph, by name: written by the passes. */
public final class Takeovers {

  private final Map<String, Set<String>> takers = new HashMap<>();
  private final Set<String> dropped = new HashSet<>();
  private final Set<String> shared = new HashSet<>();

  /** Another node does what this one did, besides its own work. */
  void fold(String node, String into) {
    takers.computeIfAbsent(node, name -> new LinkedHashSet<>()).add(into);
  }

  /** Another node computed the same. */
  void share(String node, String other) {
    shared.add(node);
    fold(node, other);
  }

  /** The node gave what it took. */
  void drop(String node) {
    dropped.add(node);
  }

  /** Whether a node was taken out because it gave what it took. */
  public boolean isDropped(String node) {
    return dropped.contains(node);
  }

  /** Whether a node was taken out because another computed the same. */
  public boolean isShared(String node) {
    return shared.contains(node);
  }

  /** The nodes that do a node's work in the end; empty if no other node took it over. */
  public Set<String> takers(String node) {
    Set<String> seen = new LinkedHashSet<>();
    follow(node, seen);
    seen.remove(node);
    seen.removeIf(takers::containsKey);
    return seen;
  }

  private void follow(String node, Set<String> seen) {
    if (seen.add(node)) {
      takers.getOrDefault(node, Set.of()).forEach(next -> follow(next, seen));
    }
  }
}
