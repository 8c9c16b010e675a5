package io.dl4jcompact.export;

import io.dl4jcompact.runtime.CompactModel;
import java.util.Objects;

/**
 * What an export gives.
 *
 * @param model the model
 * @param report what became of each layer
 */
public record Exported(CompactModel model, PackReport report) {

  public Exported {
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(report, "report");
  }
}
