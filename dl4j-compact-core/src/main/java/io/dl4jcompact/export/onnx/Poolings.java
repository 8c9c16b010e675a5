package io.dl4jcompact.export.onnx;

import io.dl4jcompact.runtime.graph.Pool;
import io.dl4jcompact.runtime.graph.Pooling;
import io.dl4jcompact.runtime.graph.Window;
import java.util.ArrayList;
import java.util.List;
import onnx.Onnx;

/** Pooling over windows and over whole maps. */
final class Poolings {

  private static final long HEIGHT = 2;
  private static final long WIDTH = 3;

  private Poolings() {}

  /** Over a window. */
  static String sliding(Pool pool, OnnxScope scope) {
    requireKnown(pool, scope);
    List<Onnx.AttributeProto> attributes = new ArrayList<>(Shapes.window(pool.window()));
    String result =
        switch (pool.pooling().kind()) {
          case MAX -> {
            attributes.add(Shapes.dilations(pool.window()));
            yield scope.add("MaxPool", attributes, scope.map());
          }
          case AVERAGE, SUM -> {
            attributes.add(OnnxAttribute.of("count_include_pad", 1));
            String mean = scope.add("AveragePool", attributes, scope.map());
            yield pool.pooling().kind() == Pooling.Kind.AVERAGE
                ? mean
                : scope.add("Mul", mean, scope.number(pool.window().taps()));
          }
          case AVERAGE_INSIDE -> scope.add("AveragePool", attributes, scope.map());
          case NORM -> {
            attributes.add(OnnxAttribute.of("p", pool.pooling().norm()));
            yield scope.add("LpPool", attributes, scope.map());
          }
        };
    return scope.fromMap(result);
  }

  /** ONNX's set of operators 13 dilates MaxPool alone, and pads less than a window. */
  private static void requireKnown(Pool pool, OnnxScope scope) {
    Window window = pool.window();
    boolean dilated = window.dilationHeight() > 1 || window.dilationWidth() > 1;
    if (dilated && pool.pooling().kind() != Pooling.Kind.MAX
        || Math.max(window.padTop(), window.padBottom()) >= window.kernelHeight()
        || Math.max(window.padLeft(), window.padRight()) >= window.kernelWidth()) {
      throw scope.unsupported(pool.toString());
    }
  }

  /** Over all positions. */
  static String global(Pooling pooling, OnnxScope scope) {
    String map = scope.map();
    Onnx.AttributeProto kept = OnnxAttribute.of("keepdims", 0);
    List<Onnx.AttributeProto> positions = List.of(OnnxAttribute.list("axes", HEIGHT, WIDTH), kept);
    return switch (pooling.kind()) {
      case MAX -> scope.add("ReduceMax", positions, map);
      case AVERAGE, AVERAGE_INSIDE -> scope.add("ReduceMean", positions, map);
      case SUM -> scope.add("ReduceSum", List.of(kept), map, scope.model().longs(HEIGHT, WIDTH));
      case NORM ->
          scope.add(
              "Flatten",
              scope.add("GlobalLpPool", List.of(OnnxAttribute.of("p", pooling.norm())), map));
    };
  }
}
