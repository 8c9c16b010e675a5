package io.dl4jcompact.runtime.format;

import io.dl4jcompact.runtime.ModelFormatException;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Unflatten;
import io.dl4jcompact.runtime.graph.Upsample;
import io.dl4jcompact.runtime.graph.ZeroPad;

/** The attributes of operations that have more than one, as {@link OpCode} refers to them. */
final class OpAttributes {

  private OpAttributes() {}

  static void writeInput(Input op, OpWriter to) throws ModelFormatException {
    to.number("height", op.type().height());
    to.number("width", op.type().width());
    to.number("channels", op.type().channels());
    PixelCodec.write(op.pixels(), to);
  }

  static Op readInput(OpReader from) throws ModelFormatException {
    return new Input(
        TensorType.map(from.number("height"), from.number("width"), from.number("channels")),
        PixelCodec.read(from));
  }

  static void writeAffine(Affine op, OpWriter to) throws ModelFormatException {
    to.floats("center", op.center());
    to.floats("scale", op.scale());
    to.floats("shift", op.shift());
  }

  static Op readAffine(OpReader from) throws ModelFormatException {
    return new Affine(from.floats("center"), from.floats("scale"), from.floats("shift"));
  }

  static void writePool(Pool op, OpWriter to) throws ModelFormatException {
    Attributes.writeWindow(op.window(), to);
    Attributes.writePooling(op.pooling(), to);
  }

  static Op readPool(OpReader from) throws ModelFormatException {
    return new Pool(Attributes.readWindow(from), Attributes.readPooling(from));
  }

  static void writeUnflatten(Unflatten op, OpWriter to) throws ModelFormatException {
    to.number("height", op.height());
    to.number("width", op.width());
    to.number("channels", op.channels());
  }

  static Op readUnflatten(OpReader from) throws ModelFormatException {
    return new Unflatten(from.number("height"), from.number("width"), from.number("channels"));
  }

  static void writeZeroPad(ZeroPad op, OpWriter to) throws ModelFormatException {
    to.number("top", op.top());
    to.number("bottom", op.bottom());
    to.number("left", op.left());
    to.number("right", op.right());
  }

  static Op readZeroPad(OpReader from) throws ModelFormatException {
    return new ZeroPad(
        from.number("top"), from.number("bottom"), from.number("left"), from.number("right"));
  }

  static void writeUpsample(Upsample op, OpWriter to) throws ModelFormatException {
    to.number("vertical", op.vertical());
    to.number("horizontal", op.horizontal());
  }

  static Op readUpsample(OpReader from) throws ModelFormatException {
    return new Upsample(from.number("vertical"), from.number("horizontal"));
  }
}
