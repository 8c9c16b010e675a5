package io.dl4jcompact.export.onnx;

import io.dl4jcompact.runtime.graph.Upsample;
import io.dl4jcompact.runtime.graph.Window;
import io.dl4jcompact.runtime.graph.ZeroPad;
import java.util.List;
import onnx.Onnx;

/** Windows, and what makes maps larger. */
final class Shapes {

  private static final String NOTHING = "";

  private Shapes() {}

  /** A window but for its dilation. */
  static List<Onnx.AttributeProto> window(Window window) {
    return List.of(
        OnnxAttribute.list("kernel_shape", window.kernelHeight(), window.kernelWidth()),
        OnnxAttribute.list("strides", window.strideHeight(), window.strideWidth()),
        OnnxAttribute.list(
            "pads", window.padTop(), window.padLeft(), window.padBottom(), window.padRight()));
  }

  static Onnx.AttributeProto dilations(Window window) {
    return OnnxAttribute.list("dilations", window.dilationHeight(), window.dilationWidth());
  }

  static String upsampled(Upsample upsample, OnnxScope scope) {
    String scales =
        scope.model().floats(new float[] {1, 1, upsample.vertical(), upsample.horizontal()}, 4);
    String larger =
        scope.add(
            "Resize",
            List.of(
                OnnxAttribute.of("mode", "nearest"),
                OnnxAttribute.of("nearest_mode", "floor"),
                OnnxAttribute.of("coordinate_transformation_mode", "asymmetric")),
            scope.map(),
            NOTHING,
            scales);
    return scope.fromMap(larger);
  }

  /**
   * With zeros that are negative: positive ones behind which a pooling stands ONNX Runtime takes
   * for the pooling's own padding, which does not count as zeros.
   */
  static String padded(ZeroPad pad, OnnxScope scope) {
    String sizes =
        scope.model().longs(0, 0, pad.top(), pad.left(), 0, 0, pad.bottom(), pad.right());
    return scope.fromMap(scope.add("Pad", scope.map(), sizes, scope.number(-0.0)));
  }
}
