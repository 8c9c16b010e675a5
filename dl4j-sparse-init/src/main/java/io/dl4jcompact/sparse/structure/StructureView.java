package io.dl4jcompact.sparse.structure;

import io.dl4jcompact.sparse.DensityRule;
import io.dl4jcompact.sparse.LayerDensities;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A structure at a density, counted and shown. After an edit all numbers, the text and the picture
 * are those of the edited structure:
 *
 * <pre>
 * view.edit(structure -> structure.withWidth("fc1", 200)).text()
 * </pre>
 *
 * @param structure what is shown
 * @param rule how its weights share the density; a shortcut's convolution and each of an encoder's
 *     four matrices have a density of their own
 * @param density share of the connected weights of all, in (0, 1]: 1 minus the sparsity
 */
public record StructureView(Structure structure, DensityRule rule, double density) {

  /**
   * @throws IllegalArgumentException if the density is out of its range, or there are no weights
   */
  public StructureView {
    counts(structure, rule, density);
  }

  /**
   * What a layer has, or all layers have together.
   *
   * @param weights connected or not
   * @param connections weights that are connected
   * @param others learned parameters that are never sparse
   * @param maskBits one for each weight of a matrix with weights that are not connected
   * @param multiplyAdds of a sample, with the connected weights
   */
  public record Count(
      long weights, long connections, long others, long maskBits, long multiplyAdds) {

    /** Parameters if all weights were connected. */
    public long parameters() {
      return weights + others;
    }

    /** Parameters without the weights that are not connected. */
    public long connectedParameters() {
      return connections + others;
    }

    /** The share of the weights that are connected; 1 without any. */
    public double density() {
      return weights == 0 ? 1 : (double) connections / weights;
    }

    /** 4 bytes for each connected parameter, and the masks' bits. */
    public long bytes() {
      return 4 * connectedParameters() + (maskBits + 7) / 8;
    }

    /**
     * Of a sample in training: three times the forward pass, which is once for each of the two
     * gradients, and itself.
     */
    public long trainingMultiplyAdds() {
      return 3 * multiplyAdds;
    }

    private Count plus(Count other) {
      return new Count(
          weights + other.weights,
          connections + other.connections,
          others + other.others,
          maskBits + other.maskBits,
          multiplyAdds + other.multiplyAdds);
    }
  }

  /** The same view of an edited structure. */
  public StructureView edit(UnaryOperator<Structure> edit) {
    return new StructureView(edit.apply(structure), rule, density);
  }

  /** Of each layer, in their order. */
  public List<Count> layers() {
    return counts(structure, rule, density);
  }

  /** Of all layers together. */
  public Count total() {
    return layers().stream().reduce(new Count(0, 0, 0, 0, 0), Count::plus);
  }

  /** A table with a line for each layer, and one for all. */
  public String text() {
    return StructureTable.of(this);
  }

  /** An SVG picture: a bar for each layer, as long as it is wide, dark as far as it is dense. */
  public String picture() {
    return StructurePicture.of(this);
  }

  private static List<Count> counts(Structure structure, DensityRule rule, double density) {
    List<StructureStep> steps = structure.steps();
    long[][] shapes =
        steps.stream()
            .flatMap(step -> step.cost().weights().stream())
            .map(weights -> weights.shape().stream().mapToLong(Long::longValue).toArray())
            .toArray(long[][]::new);
    if (shapes.length == 0) {
      throw new IllegalArgumentException(
          "structure \"%s\" has no weights, expected a layer that has some"
              .formatted(structure.name()));
    }
    long[] connections =
        LayerDensities.connections(shapes, LayerDensities.of(rule, shapes, density, Set.of()));
    List<Count> counts = new ArrayList<>();
    int index = 0;
    for (StructureStep step : steps) {
      Count count = new Count(0, 0, step.cost().others(), 0, step.cost().products());
      for (LayerCost.Weights weights : step.cost().weights()) {
        long connected = connections[index++];
        long mask = connected == weights.size() ? 0 : weights.size();
        long work = connected * weights.uses();
        count = count.plus(new Count(weights.size(), connected, 0, mask, work));
      }
      counts.add(count);
    }
    return List.copyOf(counts);
  }
}
