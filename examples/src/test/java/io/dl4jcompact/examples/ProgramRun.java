package io.dl4jcompact.examples;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Supplier;
import picocli.CommandLine;

/** Runs a program as its command line does, and keeps what it prints. */
final class ProgramRun {

  private final Supplier<CommandLine> program;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  /**
   * @param program makes a new command line for each run
   */
  ProgramRun(Supplier<CommandLine> program) {
    this.program = program;
  }

  /** Runs it, and gives the exit code. */
  int run(String... arguments) {
    CommandLine command = program.get();
    command.setOut(new PrintWriter(out));
    command.setErr(new PrintWriter(err));
    return command.execute(arguments);
  }

  /** What all runs printed. */
  String out() {
    return out.toString();
  }

  /** What all runs complained of. */
  String err() {
    return err.toString();
  }
}
