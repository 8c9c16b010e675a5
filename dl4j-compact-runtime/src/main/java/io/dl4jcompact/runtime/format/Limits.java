package io.dl4jcompact.runtime.format;

/**
 * What a file may hold at most, whoever wrote it. With them, reading takes no more memory than
 * eight times the file's size and 192 MiB.
 */
final class Limits {

  /** Bytes of a file: what one array can hold, rounded down to the alignment. */
  static final int FILE_BYTES = Integer.MAX_VALUE - 63;

  /** Bytes of the metadata section, and of the graph section. */
  static final int DESCRIPTION_BYTES = 1 << 24;

  static final int SECTIONS = 64;
  static final int NODES = 1 << 16;

  /** Inputs of one node, and outputs of the graph. */
  static final int LINKS = 1 << 10;

  static final int LABELS = 1 << 18;
  static final int PROVENANCE_ENTRIES = 1 << 12;

  /** UTF-8 bytes of a name, a label or a key. */
  static final int NAME_BYTES = 1 << 10;

  /** UTF-8 bytes of a value in the provenance, which may be a network's configuration. */
  static final int VALUE_BYTES = 1 << 20;

  /** Elements of one array of weights. */
  static final int ARRAY_ELEMENTS = 1 << 30;

  /** Positions of all masks of a file, which are in memory as bits. */
  static final int MASK_POSITIONS = 1 << 28;

  private Limits() {}
}
