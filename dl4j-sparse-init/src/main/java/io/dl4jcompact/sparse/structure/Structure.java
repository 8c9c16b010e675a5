package io.dl4jcompact.sparse.structure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A network's layers and their widths. Immutable: each edit gives another structure, in which the
 * inputs of the layers that follow are what the edit made them. What cannot be is refused when it
 * is made, so each structure that there is has a size for every layer.
 *
 * <p>After each dense layer and convolution but the last comes a rectifier; where a shortcut ends,
 * after the sum.
 *
 * @param type of networks, such as VGG: a section of the library
 * @param name unique in a library
 * @param input of one sample, a vector or a map
 * @param layers in their order, 1 to 10,000
 */
public record Structure(String type, String name, SignalShape input, List<LayerPlan> layers) {

  /** The greatest number of layers. */
  static final int MOST_LAYERS = 10_000;

  /**
   * @throws IllegalArgumentException if a value is out of its range, two layers have one name, or a
   *     layer cannot take what the one before it makes; the message names it
   */
  public Structure {
    Named.require("type", type);
    Named.require("name", name);
    if (input.kind() == SignalShape.Kind.TOKENS) {
      throw new IllegalArgumentException(
          "input is %s (tokens), expected a vector or a map".formatted(input));
    }
    layers = List.copyOf(layers);
    Named.requireRange("number of layers", layers.size(), 1, MOST_LAYERS);
    Set<String> names = new HashSet<>();
    for (LayerPlan layer : layers) {
      if (!names.add(layer.name())) {
        throw layer.refused("its name", "that of another layer too, expected another name");
      }
    }
    StructureSteps.of(input, layers);
  }

  /** The layers with what goes in and out, and what they have. */
  public List<StructureStep> steps() {
    return StructureSteps.of(input, layers);
  }

  /**
   * The number that networks are called by: of encoders, or, without any, of dense layers and
   * convolutions; those of shortcuts do not count.
   */
  public int depth() {
    long encoders = layers.stream().filter(EncoderPlan.class::isInstance).count();
    return (int) (encoders > 0 ? encoders : layers.stream().filter(LayerPlan::counts).count());
  }

  /** Learned parameters, all weights connected; running means and variances are not learned. */
  public long parameters() {
    return steps().stream()
        .mapToLong(step -> Math.addExact(step.cost().weightCount(), step.cost().others()))
        .reduce(0, Math::addExact);
  }

  /** Whether both are the same but for names and type. */
  public boolean sameAs(Structure other) {
    return input.equals(other.input) && unnamed().equals(other.unnamed());
  }

  private List<LayerPlan> unnamed() {
    return layers.stream().map(layer -> layer.withName("0")).toList();
  }

  /** The same under another name. */
  public Structure withName(String other) {
    return new Structure(type, other, input, layers);
  }

  /** The same in another section of the library. */
  public Structure withType(String other) {
    return new Structure(other, name, input, layers);
  }

  /**
   * Another width of a layer; see {@link LayerPlan#withWidth}.
   *
   * @throws IllegalArgumentException if there is no such layer, it has no width of its own, or a
   *     layer could not take what comes; the message names it
   */
  public Structure withWidth(String layer, int width) {
    List<LayerPlan> edited = new ArrayList<>(layers);
    int index = index(layer);
    edited.set(index, widened(layers.get(index), width));
    return new Structure(type, name, input, edited);
  }

  private static LayerPlan widened(LayerPlan layer, int width) {
    if (width < 1 || width > LayerPlan.MOST_WIDTH) {
      throw layer.refused("width", "%d, expected 1 to %d".formatted(width, LayerPlan.MOST_WIDTH));
    }
    return layer.withWidth(width);
  }

  /**
   * Another layer, before one that is there; a shortcut past that place leads past it too.
   *
   * @param before index of the layer that will follow, from 0 to the number of layers
   * @throws IllegalArgumentException as for {@link #withWidth}
   */
  public Structure add(int before, LayerPlan layer) {
    if (before < 0 || before > layers.size()) {
      throw new IllegalArgumentException(
          "layer \"%s\" is to be put before layer %d, expected 0 to %d"
              .formatted(layer.name(), before, layers.size()));
    }
    List<LayerPlan> edited = shortcuts(before, 1);
    edited.add(before, layer);
    return new Structure(type, name, input, edited);
  }

  /** Another layer after the one of that name; else as {@link #add(int, LayerPlan)}. */
  public Structure addAfter(String layer, LayerPlan added) {
    return add(index(layer) + 1, added);
  }

  /**
   * One layer fewer; a shortcut past it leads past the others, and one that ends at it goes with
   * it.
   *
   * @throws IllegalArgumentException as for {@link #withWidth}
   */
  public Structure remove(String layer) {
    int index = index(layer);
    List<LayerPlan> edited = shortcuts(index, -1);
    edited.remove(index);
    return new Structure(type, name, input, edited);
  }

  /** Makes shortcuts longer that lead past what is put before a layer, or shorter without it. */
  private List<LayerPlan> shortcuts(int at, int longer) {
    List<LayerPlan> edited = new ArrayList<>();
    for (int last = 0; last < layers.size(); last++) {
      LayerPlan layer = layers.get(last);
      int first = last - layer.shortcut() + 1;
      boolean past = longer > 0 ? first < at && at <= last : first <= at && at < last;
      edited.add(past ? layer.withShortcut(layer.shortcut() + longer) : layer);
    }
    return edited;
  }

  private int index(String layer) {
    return IntStream.range(0, layers.size())
        .filter(index -> layers.get(index).name().equals(layer))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "structure \"%s\" has no layer \"%s\", expected one of %s"
                        .formatted(name, layer, layers.stream().map(LayerPlan::name).toList())));
  }
}
