package io.dl4jcompact.runtime.plan;

import io.dl4jcompact.runtime.graph.Activate;
import io.dl4jcompact.runtime.graph.Affine;
import io.dl4jcompact.runtime.graph.ChannelThreshold;
import io.dl4jcompact.runtime.graph.Concat;
import io.dl4jcompact.runtime.graph.Convolution;
import io.dl4jcompact.runtime.graph.Elementwise;
import io.dl4jcompact.runtime.graph.Flatten;
import io.dl4jcompact.runtime.graph.Flip;
import io.dl4jcompact.runtime.graph.GlobalPool;
import io.dl4jcompact.runtime.graph.Input;
import io.dl4jcompact.runtime.graph.Op;
import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.Quantize;
import io.dl4jcompact.runtime.graph.Softmax;
import io.dl4jcompact.runtime.graph.Unflatten;
import io.dl4jcompact.runtime.graph.Unpack;
import io.dl4jcompact.runtime.graph.Upsample;
import io.dl4jcompact.runtime.graph.ZeroPad;
import java.util.HashMap;
import java.util.Map;

/** The table of which step runs which operation. */
final class Steps {

  /** Prepares the step for an operation of one kind. */
  @FunctionalInterface
  private interface Factory<O extends Op> {
    Step prepare(O operation, Operands operands);
  }

  private static final Map<Class<? extends Op>, Factory<Op>> FACTORIES = new HashMap<>();

  static {
    register(Activate.class, ActivateStep::new);
    register(Affine.class, AffineStep::new);
    register(ChannelThreshold.class, QuantizeStep::of);
    register(Concat.class, ConcatStep::new);
    register(Convolution.class, ConvolutionStep::new);
    register(Elementwise.class, ElementwiseStep::new);
    register(Flatten.class, FlattenStep::new);
    register(Flip.class, FlipStep::new);
    register(GlobalPool.class, PoolStep::global);
    register(Input.class, InputStep::new);
    register(Pool.class, PoolStep::of);
    register(Quantize.class, QuantizeStep::of);
    register(Softmax.class, SoftmaxStep::new);
    register(Unflatten.class, UnflattenStep::new);
    register(Unpack.class, UnpackStep::new);
    register(Upsample.class, UpsampleStep::new);
    register(ZeroPad.class, ZeroPadStep::new);
  }

  private Steps() {}

  private static <O extends Op> void register(Class<O> kind, Factory<O> factory) {
    FACTORIES.put(kind, (operation, operands) -> factory.prepare(kind.cast(operation), operands));
  }

  /** Whether there is a step for operations of this kind. */
  static boolean covers(Class<?> kind) {
    return FACTORIES.containsKey(kind);
  }

  /** The step that runs a node. */
  static Step prepare(Operands operands) {
    Op operation = operands.node().op();
    return FACTORIES.get(operation.getClass()).prepare(operation, operands);
  }
}
