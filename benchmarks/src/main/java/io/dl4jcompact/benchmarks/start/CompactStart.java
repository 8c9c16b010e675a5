package io.dl4jcompact.benchmarks.start;

import io.dl4jcompact.runtime.CompactModel;
import java.io.IOException;
import java.nio.file.Path;

/** Loads a .d4c file and prints the first output for a sample of zeros. */
public final class CompactStart {

  private CompactStart() {}

  /** Takes the file. */
  public static void main(String[] arguments) throws IOException {
    CompactModel model = CompactModel.load(Path.of(arguments[0]));
    int length = 1;
    for (int size : model.inputShape()) {
      length *= size;
    }
    System.out.println(model.predict(new float[length])[0]);
  }
}
