package io.dl4jcompact.sparse.structure;

import java.util.Locale;
import org.nd4j.shade.jackson.databind.node.JsonNodeFactory;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** Layers as JSON objects; what is as usual is left out. */
final class LayerFields {

  private LayerFields() {}

  /**
   * @throws IllegalArgumentException if a field is missing, not known or out of its range
   */
  static LayerPlan read(Fields from) {
    String kind = from.text("kind");
    String name = from.text("name");
    LayerPlan layer =
        switch (kind) {
          case "dense" -> new DensePlan(name, from.integer("nOut"), from.flag("bias", true));
          case "convolution" ->
              new ConvolutionPlan(
                  name,
                  from.integer("nOut"),
                  from.integer("kernel"),
                  from.integer("stride", 1),
                  from.integer("padding", 0),
                  from.flag("bias", true),
                  from.flag("batchNorm", false),
                  from.integer("shortcut", 0));
          case "depthwise" ->
              new DepthwisePlan(
                  name,
                  from.integer("kernel"),
                  from.integer("stride", 1),
                  from.integer("padding", 0),
                  from.flag("bias", true),
                  from.flag("batchNorm", false));
          case "pooling" ->
              new PoolingPlan(
                  name,
                  pooling(from),
                  from.integer("kernel", 0),
                  from.integer("stride", 1),
                  from.integer("padding", 0));
          case "patches" -> new PatchesPlan(name, from.integer("nOut"), from.integer("patch"));
          case "encoder" -> new EncoderPlan(name, from.integer("heads"), from.integer("hidden"));
          case "classToken" -> new ClassTokenPlan(name);
          default ->
              throw from.refused(
                  "kind",
                  from.node().get("kind"),
                  "dense, convolution, depthwise, pooling, patches, encoder or classToken");
        };
    from.requireNoOther();
    return layer;
  }

  private static PoolingPlan.Pooling pooling(Fields from) {
    return switch (from.text("pooling")) {
      case "max" -> PoolingPlan.Pooling.MAX;
      case "average" -> PoolingPlan.Pooling.AVERAGE;
      default -> throw from.refused("pooling", from.node().get("pooling"), "max or average");
    };
  }

  static ObjectNode write(LayerPlan layer) {
    ObjectNode to = JsonNodeFactory.instance.objectNode();
    to.put("kind", layer.kind()).put("name", layer.name());
    if (layer instanceof DensePlan dense) {
      to.put("nOut", dense.nOut());
      put(to, "bias", dense.bias(), true);
    } else if (layer instanceof ConvolutionPlan convolution) {
      to.put("nOut", convolution.nOut());
      window(to, convolution.kernel(), convolution.stride(), convolution.padding());
      put(to, "bias", convolution.bias(), true);
      put(to, "batchNorm", convolution.batchNorm(), false);
      put(to, "shortcut", convolution.shortcut(), 0);
    } else if (layer instanceof DepthwisePlan depthwise) {
      window(to, depthwise.kernel(), depthwise.stride(), depthwise.padding());
      put(to, "bias", depthwise.bias(), true);
      put(to, "batchNorm", depthwise.batchNorm(), false);
    } else if (layer instanceof PoolingPlan pooling) {
      to.put("pooling", pooling.pooling().name().toLowerCase(Locale.ROOT));
      window(to, pooling.kernel(), pooling.stride(), pooling.padding());
    } else if (layer instanceof PatchesPlan patches) {
      to.put("nOut", patches.nOut()).put("patch", patches.patch());
    } else if (layer instanceof EncoderPlan encoder) {
      to.put("heads", encoder.heads()).put("hidden", encoder.hidden());
    }
    return to;
  }

  private static void window(ObjectNode to, int kernel, int stride, int padding) {
    put(to, "kernel", kernel, 0);
    put(to, "stride", stride, 1);
    put(to, "padding", padding, 0);
  }

  private static void put(ObjectNode to, String field, int value, int usual) {
    if (value != usual) {
      to.put(field, value);
    }
  }

  private static void put(ObjectNode to, String field, boolean value, boolean usual) {
    if (value != usual) {
      to.put(field, value);
    }
  }
}
