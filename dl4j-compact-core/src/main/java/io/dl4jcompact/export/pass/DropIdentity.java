package io.dl4jcompact.export.pass;

import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Activation;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.Concat;
import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.graph.Flatten;
import io.dl4jcompact.runtime.graph.Flip;
import io.dl4jcompact.runtime.graph.Floats;
import io.dl4jcompact.runtime.graph.GlobalPool;
import io.dl4jcompact.runtime.graph.Graph;
import io.dl4jcompact.runtime.graph.Node;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.Pooling;
import io.dl4jcompact.runtime.graph.TensorType;
import io.dl4jcompact.runtime.graph.Unflatten;
import io.dl4jcompact.runtime.graph.Upsample;
import io.dl4jcompact.runtime.graph.Window;
import io.dl4jcompact.runtime.graph.ZeroPad;
import java.util.List;

/** Takes out nodes that give what they take. */
public final class DropIdentity extends LocalPass {

  private static final Window ONE_TO_ONE = new Window(1, 1, 1, 1, 1, 1, 0, 0, 0, 0);

  @Override
  boolean rewrite(Graph graph, Node node, GraphEditor editor) {
    if (node.inputs().size() != 1 || !isIdentity(node.op(), graph.type(node.inputs().get(0)))) {
      return false;
    }
    editor.drop(node);
    return true;
  }

  /** Whether an operation with one input of this type gives it back unchanged. */
  static boolean isIdentity(Op op, TensorType input) {
    if (op instanceof Activate activate) {
      return activate.activation().equals(Activation.IDENTITY);
    }
    if (op instanceof Affine affine) {
      return isAll(affine.center(), 0) && isAll(affine.scale(), 1) && isAll(affine.shift(), 0);
    }
    if (op instanceof Flip flip) {
      return flip.channels().isZero();
    }
    if (op instanceof Flatten || op instanceof Unflatten) {
      return input.sameDimensions(op.outputType(List.of(input)));
    }
    return op instanceof Concat || op instanceof Elementwise || movesNothing(op, input);
  }

  private static boolean movesNothing(Op op, TensorType input) {
    if (op instanceof Pool pool) {
      return pool.window().equals(ONE_TO_ONE) && keepsOneValue(pool.pooling());
    }
    if (op instanceof GlobalPool pool) {
      return input.isVector() && keepsOneValue(pool.pooling());
    }
    return op.equals(new Upsample(1, 1)) || op.equals(new ZeroPad(0, 0, 0, 0));
  }

  /** The norm of one value is its magnitude. */
  private static boolean keepsOneValue(Pooling pooling) {
    return pooling.kind() != Pooling.Kind.NORM;
  }

  private static boolean isAll(Floats values, float expected) {
    for (int i = 0; i < values.length(); i++) {
      if (values.get(i) != expected) {
        return false;
      }
    }
    return true;
  }
}
