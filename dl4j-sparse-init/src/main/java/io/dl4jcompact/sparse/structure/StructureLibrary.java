package io.dl4jcompact.sparse.structure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Structures by their type and depth: those that come with this module, then those of a directory.
 *
 * <p>In the directory each type is a directory of its own, each structure a file {@code name.json}
 * in it. Files may be put there by hand too; they are read when the library is opened, and again
 * before a structure is added. For several threads.
 */
public final class StructureLibrary {

  private static final String ENDING = ".json";

  private final Path directory;

  private List<Structure> structures;

  private StructureLibrary(Path directory, List<Structure> structures) {
    this.directory = directory;
    this.structures = structures;
  }

  /** What comes with this module, and nothing else. */
  public static List<Structure> builtIn() {
    return BuiltInStructures.all();
  }

  /**
   * A library whose own structures are in a directory, which need not exist.
   *
   * @throws IOException if a file cannot be read, is no structure, or has a name that another
   *     structure has; the message names it
   */
  public static StructureLibrary open(Path directory) throws IOException {
    return new StructureLibrary(directory, load(directory));
  }

  private static List<Structure> load(Path directory) throws IOException {
    List<Structure> all = new ArrayList<>(builtIn());
    for (Path file : files(directory)) {
      Structure structure = StructureFile.read(file);
      if (named(all, structure.name()).isPresent()) {
        throw new IOException(
            "%s: name is \"%s\", which another structure of the library has, expected one of its own"
                .formatted(file, structure.name()));
      }
      all.add(structure);
    }
    return List.copyOf(all);
  }

  private static List<Path> files(Path directory) throws IOException {
    if (Files.notExists(directory)) {
      return List.of();
    }
    try (Stream<Path> all = Files.walk(directory, 2)) {
      return all.filter(file -> file.getFileName().toString().endsWith(ENDING))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** All, those that come with this module first. */
  public synchronized List<Structure> structures() {
    return structures;
  }

  /** The sections, in the order in which they came. */
  public List<String> types() {
    return structures().stream().map(Structure::type).distinct().toList();
  }

  /** A section; empty if there is none of that type. */
  public List<Structure> find(String type) {
    return structures().stream().filter(structure -> structure.type().equals(type)).toList();
  }

  /** Those of a section that have a {@link Structure#depth}. */
  public List<Structure> find(String type, int depth) {
    return find(type).stream().filter(structure -> structure.depth() == depth).toList();
  }

  /**
   * One structure.
   *
   * @param name in small or capital letters
   * @throws IllegalArgumentException if there is none; the message lists all names
   */
  public Structure get(String name) {
    return named(structures(), name)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no structure \"%s\", expected one of %s"
                        .formatted(name, structures().stream().map(Structure::name).toList())));
  }

  /** The structure that is the same but for names, if there is one. */
  public Optional<Structure> find(Structure structure) {
    return same(structures(), structure);
  }

  /**
   * Adds a structure, as a file, unless it is there under whatever name. Its type may be new.
   *
   * @return the structure, or the one of the library that is the same
   * @throws IOException if the directory cannot be read or written to
   * @throws IllegalArgumentException if another structure has its name, but for small and capital
   *     letters
   */
  public synchronized Structure add(Structure structure) throws IOException {
    structures = load(directory);
    Optional<Structure> known = same(structures, structure);
    if (known.isPresent()) {
      return known.get();
    }
    if (named(structures, structure.name()).isPresent()) {
      throw new IllegalArgumentException(
          "structure \"%s\" has other layers than the one of that name in the library, expected another name"
              .formatted(structure.name()));
    }
    Path section = directory.resolve(structure.type());
    Files.createDirectories(section);
    StructureFile.write(structure, section.resolve(structure.name() + ENDING));
    List<Structure> more = new ArrayList<>(structures);
    more.add(structure);
    structures = List.copyOf(more);
    return structure;
  }

  private static Optional<Structure> same(List<Structure> all, Structure structure) {
    return all.stream().filter(structure::sameAs).findFirst();
  }

  /** Small and capital letters are the same, as they are in the names of files on some systems. */
  private static Optional<Structure> named(List<Structure> all, String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    return all.stream()
        .filter(structure -> structure.name().toLowerCase(Locale.ROOT).equals(wanted))
        .findFirst();
  }
}
