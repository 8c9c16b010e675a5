package io.dl4jcompact.runtime.format;

import io.dl4jcompact.runtime.ModelFormatException;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Pooling;
import io.dl4jcompact.runtime.graph.Window;

/** Attributes that several operations have. */
final class Attributes {

  private Attributes() {}

  static void writeWindow(Window window, OpWriter to) throws ModelFormatException {
    to.number("kernel height", window.kernelHeight());
    to.number("kernel width", window.kernelWidth());
    to.number("stride height", window.strideHeight());
    to.number("stride width", window.strideWidth());
    to.number("dilation height", window.dilationHeight());
    to.number("dilation width", window.dilationWidth());
    to.number("padding top", window.padTop());
    to.number("padding bottom", window.padBottom());
    to.number("padding left", window.padLeft());
    to.number("padding right", window.padRight());
  }

  static Window readWindow(OpReader from) throws ModelFormatException {
    return new Window(
        from.number("kernel height"),
        from.number("kernel width"),
        from.number("stride height"),
        from.number("stride width"),
        from.number("dilation height"),
        from.number("dilation width"),
        from.number("padding top"),
        from.number("padding bottom"),
        from.number("padding left"),
        from.number("padding right"));
  }

  static void writePooling(Pooling pooling, OpWriter to) throws ModelFormatException {
    Codes.POOLINGS.write(pooling.kind(), to.out());
    to.number("norm", pooling.norm());
  }

  static Pooling readPooling(OpReader from) throws ModelFormatException {
    return new Pooling(Codes.POOLINGS.read(from.in()), from.number("norm"));
  }

  static void writeActivation(Activation activation, ByteSink out) {
    Codes.FUNCTIONS.write(activation.function(), out);
    out.f32(activation.alpha());
  }

  static Activation readActivation(Cursor in) throws ModelFormatException {
    return new Activation(Codes.FUNCTIONS.read(in), in.f32("alpha"));
  }
}
