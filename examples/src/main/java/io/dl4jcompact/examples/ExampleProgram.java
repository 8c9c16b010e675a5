package io.dl4jcompact.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the programs have in common: their help, and how they say what went wrong. */
abstract class ExampleProgram implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(names = "--help", usageHelp = true, description = "Shows this text.")
  private boolean help;

  static CommandLine commandLine(ExampleProgram program) {
    return new CommandLine(program).setExecutionExceptionHandler(ExampleProgram::explain);
  }

  /** What a user can mend is said in a line; anything else is a fault of ours and shown whole. */
  private static int explain(Exception e, CommandLine command, CommandLine.ParseResult options)
      throws Exception {
    if (!(e instanceof IOException)) {
      throw e;
    }
    command.getErr().println(e.getMessage());
    return command.getCommandSpec().exitCodeOnExecutionException();
  }

  PrintWriter out() {
    return spec.commandLine().getOut();
  }

  PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /**
   * @throws ParameterException if an option's value is less than 1
   */
  void requirePositive(String option, int value) {
    if (value < 1) {
      throw new ParameterException(
          spec.commandLine(), option + " must be at least 1, got " + value);
    }
  }

  /**
   * Makes the directory that {@code --out} names; before the work, so that it is not in vain.
   *
   * @throws IOException if it cannot be made or written to
   */
  static void makeWritable(Path directory) throws IOException {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new IOException(
          "cannot make the directory " + directory + ": choose another with --out", e);
    }
    if (!Files.isWritable(directory)) {
      throw new IOException("cannot write to " + directory + ": choose another with --out");
    }
  }
}
