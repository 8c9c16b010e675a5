package io.dl4jcompact.benchmarks.start;

import io.dl4jcompact.runtime.CompactModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/** Loads a .d4c file and prints the first output for a sample of zeros. */
public final class CompactStart {

  private CompactStart() {}

  /** Takes the file. */
  public static void main(String[] arguments) throws IOException {
    CompactModel model = CompactModel.load(Path.of(arguments[0]));
    int length = Arrays.stream(model.inputShape()).reduce(1, Math::multiplyExact);
    System.out.println(model.predict(new float[length])[0]);
  }
}
