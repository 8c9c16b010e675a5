package io.dl4jcompact.examples;

import io.dl4jcompact.examples.data.Dataset;
import io.dl4jcompact.examples.data.ImageSet;
import io.dl4jcompact.examples.data.Split;
import io.dl4jcompact.runtime.CompactModel;
import io.dl4jcompact.runtime.Session;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Classifies a test set with an exported model and nothing but the runtime: no class of
 * Deeplearning4j is on its class path.
 *
 * <p>Arguments: model file, data set's name, file to write the {@link Outputs} to, and optionally
 * the directory of the data set's files. Prints the nanoseconds an image took.
 */
public final class PackedPrediction {

  private static final int BATCH = 64;
  private static final int WARM_UP_ROUNDS = 3;

  private PackedPrediction() {}

  /** Ends the JVM: with 1, and the reason on the standard error stream, if a file fails. */
  public static void main(String[] arguments) {
    try {
      predict(arguments);
    } catch (IOException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void predict(String... arguments) throws IOException {
    Dataset dataset = Dataset.valueOf(arguments[1]);
    Optional<Path> directory =
        arguments.length > 3 ? Optional.of(Path.of(arguments[3])) : Optional.empty();
    ImageSet images = dataset.read(dataset.files(Split.TEST, directory));
    Session session = CompactModel.load(Path.of(arguments[0])).newSession();

    List<byte[]> batches = new ArrayList<>();
    for (int from = 0; from < images.count(); from += BATCH) {
      int to = Math.min(from + BATCH, images.count());
      batches.add(
          Arrays.copyOfRange(images.pixels(), from * images.imageSize(), to * images.imageSize()));
    }
    List<float[]> outputs =
        batches.stream()
            .map(b -> new float[b.length / images.imageSize() * Dataset.CLASSES])
            .toList();
    for (int round = 0; round < WARM_UP_ROUNDS; round++) {
      runAll(session, batches, outputs);
    }
    long start = System.nanoTime();
    runAll(session, batches, outputs);
    long nanosPerImage = (System.nanoTime() - start) / images.count();

    Outputs all = joined(outputs, images.count());
    ResultFile.write(Path.of(arguments[2]), all::write);
    System.out.println(nanosPerImage);
  }

  private static void runAll(Session session, List<byte[]> batches, List<float[]> outputs) {
    for (int i = 0; i < batches.size(); i++) {
      session.run(batches.get(i), outputs.get(i));
    }
  }

  private static Outputs joined(List<float[]> batches, int images) {
    FloatBuffer all = FloatBuffer.allocate(images * Dataset.CLASSES);
    batches.forEach(all::put);
    return new Outputs(all.array());
  }
}
