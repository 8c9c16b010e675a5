package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PackedProcessTest {

  @Test
  void thePredictionProcessHasNoClassOfDeeplearning4jOrNd4j() throws Exception {
    try (URLClassLoader loader = predictionLoader()) {
      assertThat(Class.forName(PackedPrediction.class.getName(), false, loader)).isNotNull();
      for (String absent :
          List.of("org.deeplearning4j.nn.api.Layer", "org.nd4j.linalg.factory.Nd4j")) {
        assertThatThrownBy(() -> Class.forName(absent, false, loader))
            .isInstanceOf(ClassNotFoundException.class);
      }
    }
  }

  private static URLClassLoader predictionLoader() throws IOException {
    List<URL> urls = new ArrayList<>();
    for (String entry : PackedProcess.classPath().split(File.pathSeparator)) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }
}
