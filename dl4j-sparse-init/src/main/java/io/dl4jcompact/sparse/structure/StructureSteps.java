package io.dl4jcompact.sparse.structure;

import java.util.ArrayList;
import java.util.List;

/** Follows a sample through the layers of a structure. */
final class StructureSteps {

  private StructureSteps() {}

  /**
   * @throws IllegalArgumentException if a layer cannot take what comes, or is too big to be
   *     counted; the message names it
   */
  static List<StructureStep> of(SignalShape input, List<LayerPlan> layers) {
    List<StructureStep> steps = new ArrayList<>();
    SignalShape signal = input;
    for (LayerPlan layer : layers) {
      try {
        StructureStep step = step(layer, signal, steps);
        step.cost().multiplyAdds();
        steps.add(step);
        signal = step.output();
      } catch (ArithmeticException e) {
        throw layer.refused("its size", "more than 2^63, expected less");
      }
    }
    return List.copyOf(steps);
  }

  private static StructureStep step(
      LayerPlan layer, SignalShape input, List<StructureStep> before) {
    SignalShape output = layer.output(input);
    LayerCost cost = layer.cost(input);
    if (!(layer instanceof ConvolutionPlan end) || end.shortcut() == 0) {
      return new StructureStep(layer, input, output, cost, false);
    }
    int first = before.size() + 1 - end.shortcut();
    if (first < 0) {
      throw end.refused(
          "shortcut",
          "past %d layers, expected at most %d".formatted(end.shortcut(), before.size() + 1));
    }
    SignalShape from = first == before.size() ? input : before.get(first).input();
    if (from.equals(output)) {
      return new StructureStep(layer, input, output, cost, false);
    }
    require(end, from, output, stride(end, before.subList(first, before.size())));
    LayerCost projection =
        LayerCost.kernel(end.nOut(), from.channels(), 1, output.positions(), end.perChannel());
    return new StructureStep(layer, input, output, cost.plus(projection), true);
  }

  /** The stride of a shortcut's convolution: that of the layers that it leads past. */
  static int stride(ConvolutionPlan end, List<StructureStep> past) {
    return past.stream()
        .mapToInt(step -> step.layer().stride())
        .reduce(end.stride(), Math::multiplyExact);
  }

  private static void require(ConvolutionPlan end, SignalShape from, SignalShape to, int stride) {
    boolean fits =
        from.kind() == SignalShape.Kind.MAP
            && (from.height() - 1) / stride + 1 == to.height()
            && (from.width() - 1) / stride + 1 == to.width();
    if (!fits) {
      throw end.refused(
          "its shortcut",
          "from %s to %s, expected ends that a convolution with kernel 1 and stride %d joins"
              .formatted(from, to, stride));
    }
  }
}
