package io.dl4jcompact.runtime.format;

import io.dl4jcompact.runtime.ModelFormatException;
import io.dl4jcompact.runtime.ModelInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The metadata section: name, labels and provenance. */
final class MetadataCodec {

  private MetadataCodec() {}

  static void write(ModelInfo info, ByteSink out) throws ModelFormatException {
    out.text("the model's name", info.name(), Limits.NAME_BYTES);
    out.number("number of labels", info.labels().size(), Limits.LABELS);
    for (String label : info.labels()) {
      out.text("a label", label, Limits.NAME_BYTES);
    }
    Map<String, String> provenance = info.provenance();
    out.number("number of provenance entries", provenance.size(), Limits.PROVENANCE_ENTRIES);
    for (Map.Entry<String, String> entry : provenance.entrySet()) {
      out.text("a key of the provenance", entry.getKey(), Limits.NAME_BYTES);
      out.text("provenance '" + entry.getKey() + "'", entry.getValue(), Limits.VALUE_BYTES);
    }
  }

  static ModelInfo read(Cursor in) throws ModelFormatException {
    String name = in.text("the model's name", Limits.NAME_BYTES);
    List<String> labels = new ArrayList<>();
    for (int rest = in.number("number of labels", 0, Limits.LABELS); rest > 0; rest--) {
      labels.add(in.text("a label", Limits.NAME_BYTES));
    }
    Map<String, String> provenance = readProvenance(in);
    in.requireEnd();
    return new ModelInfo(name, labels, provenance);
  }

  private static Map<String, String> readProvenance(Cursor in) throws ModelFormatException {
    TreeMap<String, String> provenance = new TreeMap<>();
    int entries = in.number("number of provenance entries", 0, Limits.PROVENANCE_ENTRIES);
    for (int i = 0; i < entries; i++) {
      String key = in.text("a key of the provenance", Limits.NAME_BYTES);
      if (i > 0 && key.compareTo(provenance.lastKey()) <= 0) {
        throw in.error("keys of the provenance must rise, '" + key + "' does not");
      }
      provenance.put(key, in.text("a value of the provenance", Limits.VALUE_BYTES));
    }
    return provenance;
  }
}
