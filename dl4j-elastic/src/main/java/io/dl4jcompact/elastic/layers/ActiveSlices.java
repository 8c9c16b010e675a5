package io.dl4jcompact.elastic.layers;

import io.dl4jcompact.elastic.Dimension;
import io.dl4jcompact.elastic.ElasticLayer;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The sizes that a layer computes with, and the slices of its parameters that took part in backward
 * passes since the last update. Only those move: an updater with all its state, l1, l2 and weight
 * decay pass the others by.
 *
 * <p>Sizes begin as the full ones, also after loading and cloning: they belong to a network in
 * memory.
 */
public final class ActiveSlices {

  private final ElasticLayer conf;
  private final Map<Dimension, Integer> sizes = new EnumMap<>(Dimension.class);
  private final Map<String, ActiveRegion> regions = new HashMap<>();

  /** All of the layer. */
  public ActiveSlices(ElasticLayer conf) {
    this.conf = conf;
    conf.choices()
        .forEach((dimension, choices) -> sizes.put(dimension, choices[choices.length - 1]));
  }

  /** The configuration that was given. */
  public ElasticLayer conf() {
    return conf;
  }

  /**
   * From now on the layer computes with these sizes.
   *
   * @param active for each dimension that varies one of its choices
   */
  public void activate(Map<Dimension, Integer> active) {
    sizes.putAll(active);
  }

  /** The active size of each dimension that varies. */
  public Map<Dimension, Integer> sizes() {
    return Collections.unmodifiableMap(sizes);
  }

  /**
   * The active size of a dimension.
   *
   * @param full its size where it does not vary
   */
  public int size(Dimension dimension, long full) {
    Integer size = sizes.get(dimension);
    return size == null ? Math.toIntExact(full) : size;
  }

  /** Whether the layer hands on what it is given. */
  public boolean isSkipped() {
    return size(Dimension.DEPTH, 1) == 0;
  }

  /**
   * Says that a backward pass uses a part of a parameter, and has the gradient be 0 elsewhere.
   *
   * @param gradient the view of the parameter's whole gradient
   * @param part that has a view, see {@link Box#of(INDArray)}
   * @return the view that the gradient of the part is to be written to
   */
  public INDArray take(String parameter, INDArray gradient, Box part) {
    begin(parameter, gradient, part);
    return part.of(gradient);
  }

  /**
   * Writes the gradient of a part of a parameter that a backward pass used; it is 0 elsewhere. For
   * parts that have no view, or whose view is slow to compute with.
   *
   * @param gradient the view of the parameter's whole gradient
   * @param values without gaps, in the ordering of the whole
   */
  public void put(String parameter, INDArray gradient, Box part, INDArray values) {
    begin(parameter, gradient, part);
    part.write(values, gradient);
  }

  private void begin(String parameter, INDArray gradient, Box part) {
    if (part.length() < gradient.length()) {
      gradient.assign(0);
    }
    region(parameter).add(gradient, part);
  }

  /**
   * Says that a backward pass uses none of some parameters: their gradients are 0.
   *
   * @param gradients views of the whole gradients
   */
  public void takeNone(Collection<INDArray> gradients) {
    gradients.forEach(gradient -> gradient.assign(0));
  }

  private ActiveRegion region(String parameter) {
    return regions.computeIfAbsent(parameter, key -> new ActiveRegion());
  }

  /** Forgets which slices took part: their gradients were not for an update. */
  public void forget() {
    regions.values().forEach(ActiveRegion::clear);
  }

  /**
   * What a layer's {@code getConfig()} gives, so that only active slices move.
   *
   * @param own the layer's own
   */
  public TrainingConfig decorate(TrainingConfig own) {
    return new ElasticTraining(own, this::region);
  }
}
