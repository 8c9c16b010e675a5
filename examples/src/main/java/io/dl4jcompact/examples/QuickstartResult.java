package io.dl4jcompact.examples;

import io.dl4jcompact.export.PackReport;
import java.util.Locale;

/**
 * What came of the main job.
 *
 * @param floatTwin the network of Deeplearning4j's own layers
 * @param oneBit the network whose inner layers are one-bit
 * @param packed the exported model
 * @param report what became of each layer at export
 * @param agreement of the exported model with the one-bit network
 * @param twinAgreement of the exported float twin with the float twin
 */
record QuickstartResult(
    Candidate floatTwin,
    Candidate oneBit,
    Candidate packed,
    PackReport report,
    Agreement agreement,
    Agreement twinAgreement) {

  /**
   * One way to classify the test images.
   *
   * @param training how it was trained
   * @param accuracy share of images that are classified right, in 0..1
   * @param bytes size of its file
   * @param nanosPerImage time that an image takes in batches
   */
  record Candidate(Training training, double accuracy, long bytes, long nanosPerImage) {}

  /** The three side by side. */
  ResultTable table() {
    ResultTable table = new ResultTable("", "test accuracy", "file size", "time per image");
    addRow(table, "float twin, in Deeplearning4j", floatTwin);
    addRow(table, "one-bit network, in Deeplearning4j", oneBit);
    addRow(table, "one-bit network, packed, in the runtime", packed);
    return table;
  }

  private static void addRow(ResultTable table, String name, Candidate candidate) {
    table.row(
        name,
        String.format(Locale.ROOT, "%.2f %%", 100 * candidate.accuracy()),
        String.format(Locale.ROOT, "%,.1f kB", candidate.bytes() / 1e3),
        String.format(Locale.ROOT, "%,.1f us", candidate.nanosPerImage() / 1e3));
  }

  /** Whether both exported models give what their networks give, for every image. */
  boolean agrees() {
    return agreement.holds() && twinAgreement.holds();
  }

  /** What the figures say. */
  String summary() {
    return String.format(
        Locale.ROOT,
        "The packed model gives the one-bit network's class for %,d of %,d images, and its outputs"
            + " within %.1e, relative (the exported float twin: %,d, within %.1e).%nIts file is"
            + " %.1f times smaller than the float twin's, and an image takes it %.2f of the twin's"
            + " time.%nIts one-bit layers take %,d bytes, 1/%.1f of their %,d bytes as 32-bit"
            + " floats.",
        agreement.sameClass(),
        agreement.images(),
        agreement.largestDifference(),
        twinAgreement.sameClass(),
        twinAgreement.largestDifference(),
        (double) floatTwin.bytes() / packed.bytes(),
        (double) packed.nanosPerImage() / floatTwin.nanosPerImage(),
        oneBitPart(true),
        (double) oneBitPart(false) / oneBitPart(true),
        oneBitPart(false));
  }

  private long oneBitPart(boolean packedBytes) {
    return report.layers().stream()
        .filter(layer -> layer.packed())
        .mapToLong(layer -> packedBytes ? layer.bytesAfter() : layer.bytesBefore())
        .sum();
  }
}
