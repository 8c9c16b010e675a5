package io.dl4jcompact.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a JVM loads from its start to the first prediction. */
class StartTest {

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"1.0/tiny.d4c", "1.0/every-operation.d4c", "1.1/int8.d4c"})
  void noLambdaAndNoMethodOfARecordIsLinked(String name) throws Exception {
    Path model = Path.of(StartTest.class.getResource("/golden/" + name).toURI());

    List<String> loaded = classesLoaded(model);

    assertThat(loaded)
        .anyMatch(line -> line.contains("io.dl4jcompact.runtime.plan.Plan "))
        .noneMatch(line -> line.contains("io.dl4jcompact") && line.contains("Lambda"))
        .noneMatch(line -> line.contains("java.lang.runtime.ObjectMethods"));
  }

  private List<String> classesLoaded(Path model) throws Exception {
    Path log = directory.resolve("classes.log");
    String classPath = location(CompactModel.class) + File.pathSeparator + location(getClass());
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + log,
                "-cp",
                classPath,
                FirstPrediction.class.getName(),
                model.toString())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(printed).isZero();
    return Files.readAllLines(log);
  }

  private static Path location(Class<?> type) throws URISyntaxException {
    URL url = type.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(url.toURI());
  }
}
