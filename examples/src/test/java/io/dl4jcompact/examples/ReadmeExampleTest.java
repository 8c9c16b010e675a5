package io.dl4jcompact.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeExampleTest {

  private static final Path ROOT = Path.of(System.getProperty("user.dir")).getParent();

  @Test
  void theReadmeShowsTheCodeThatIsTestedHere() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    Matcher block = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme);
    assertThat(block.find()).isTrue();
    String shown = block.group(1);
    String source =
        Files.readString(
            ROOT.resolve("examples/src/main/java/io/dl4jcompact/examples/ReadmeExample.java"));

    assertThat(withoutSpace(source)).contains(withoutSpace(shown.replaceAll("//.*", "")));
    assertThat(shown.lines().count()).isLessThanOrEqualTo(12);
  }

  private static String withoutSpace(String code) {
    return code.replaceAll("\\s", "");
  }
}
