package io.dl4jcompact.examples;

import io.dl4jcompact.binary.elm.ExtremeLearningMachine;
import io.dl4jcompact.examples.data.ImageSet;
import io.dl4jcompact.export.CompactExporter;
import io.dl4jcompact.quantizer.Identity;
import io.dl4jcompact.quantizer.StepQuantizer;
import io.dl4jcompact.runtime.CompactModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.evaluation.classification.Evaluation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Fits extreme learning machines to real images, with float and with one-bit hidden weights,
 * exports them, and runs the exported models.
 */
@Command(
    name = "extreme-learning",
    description = "Fits three-layer networks to real images in one pass, and runs them packed.")
public final class ExtremeLearning extends ExampleProgram {

  private static final int BATCH = 1_000;

  /** A pixel that is darker than a quarter of the brightest is background. */
  private static final float BACKGROUND = 0.25f;

  @Mixin private DatasetOptions images;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      defaultValue = "2000",
      description = "Hidden nodes. Default: ${DEFAULT-VALUE}.")
  private int hidden;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "42",
      description = "Seed of the hidden weights. Default: ${DEFAULT-VALUE}.")
  private long seed;

  /**
   * Runs the example and ends the JVM: 0 if all went well, 1 after an error, 2 for wrong options.
   */
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return commandLine(new ExtremeLearning());
  }

  @Override
  public Integer call() throws IOException {
    requirePositive("--hidden", hidden);
    DatasetOptions.Images sets = images.read();
    ImageSet train = sets.train();
    ImageSet test = sets.test();
    ExtremeLearningMachine machine = new ExtremeLearningMachine(hidden).seed(seed);
    ResultTable table =
        new ResultTable("hidden weights", "fitted in", "test accuracy", "packed", "packed file");
    addRow(table, "float", machine, train, test);
    addRow(table, "one bit, float pixels", machine.oneBit(new Identity()), train, test);
    addRow(
        table,
        "one bit, one-bit pixels",
        machine.oneBit(new StepQuantizer(BACKGROUND)),
        train,
        test);
    PrintWriter print = out();
    print.println(table);
    print.flush();
    return 0;
  }

  private static void addRow(
      ResultTable table, String name, ExtremeLearningMachine machine, ImageSet train, ImageSet test)
      throws IOException {
    long start = System.nanoTime();
    MultiLayerNetwork network =
        machine.fit(new ExistingDataSetIterator(new ImageBatches(train, BATCH)));
    double seconds = (System.nanoTime() - start) / 1e9;
    Evaluation evaluation =
        network.evaluate(new ExistingDataSetIterator(new ImageBatches(test, BATCH)));
    CompactModel model = CompactExporter.export(network);
    Path file = Files.createTempFile("elm", ".d4c");
    try {
      model.save(file);
      table.row(
          name,
          String.format(Locale.ROOT, "%.1f s", seconds),
          percent(evaluation.accuracy()),
          percent((double) right(Outputs.of(model, test), test) / test.count()),
          String.format(Locale.ROOT, "%,.1f kB", Files.size(file) / 1e3));
    } finally {
      Files.delete(file);
    }
  }

  private static int right(Outputs outputs, ImageSet images) {
    return Agreement.equal(outputs.classes(), images.labels());
  }

  private static String percent(double share) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * share);
  }
}
