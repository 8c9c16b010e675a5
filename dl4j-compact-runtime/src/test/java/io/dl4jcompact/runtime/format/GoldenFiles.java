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
 *     src/test/resources/golden/1.0
 * </pre>
 */
final class GoldenFiles {

  /** Golden files of format 1.0 and the models that they hold. */
  static final Map<String, Contents> MODELS =
      Map.of("tiny.d4c", SampleModels.tiny(), "every-operation.d4c", SampleModels.everyOperation());

  private GoldenFiles() {}

  /**
   * @param arguments the directory to write to
   */
  public static void main(String[] arguments) throws IOException {
    Path directory = Files.createDirectories(Path.of(arguments[0]));
    for (Map.Entry<String, Contents> model : MODELS.entrySet()) {
      D4c.write(model.getValue(), directory.resolve(model.getKey()));
    }
  }
}
