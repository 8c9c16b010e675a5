package io.dl4jcompact.runtime.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Writes the golden files of the current format version, once, when the version is made; after that
 * they are only read. From the module's directory, its tests compiled:
 *
 * <pre>
 * java -cp target/classes:target/test-classes io.dl4jcompact.runtime.format.GoldenFiles \
 *     src/test/resources/golden 1.2
 * </pre>
 */
final class GoldenFiles {

  /** Golden files, by version and name, and the models that they hold. */
  static final Map<String, Contents> MODELS =
      Map.of(
          "1.0/tiny.d4c",
          SampleModels.tiny(),
          "1.0/every-operation.d4c",
          SampleModels.everyOperation(),
          "1.1/int8.d4c",
          SampleModels.int8(),
          "1.2/sparse.d4c",
          SampleModels.sparse(),
          "1.2/offsets.d4c",
          SampleModels.offsets(),
          "1.2/sparse-int8.d4c",
          SampleModels.sparseInt8());

  private GoldenFiles() {}

  /**
   * @param arguments the directory of all versions, and the version to write
   */
  public static void main(String[] arguments) throws IOException {
    for (Map.Entry<String, Contents> model : MODELS.entrySet()) {
      if (model.getKey().startsWith(arguments[1] + "/")) {
        Path file = Path.of(arguments[0], model.getKey());
        Files.createDirectories(file.getParent());
        D4c.write(model.getValue(), file);
      }
    }
  }
}
