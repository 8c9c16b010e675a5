package io.dl4jcompact.sparse;

import io.dl4jcompact.sparse.layers.SparseLayerImpl;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Moves the connections of sparse layers while they train, as a listener of the network: {@code
 * network.addListeners(new DynamicSparseTraining(GrowthRule.GRADIENT, 100, 20_000, 0.3, 42))}.
 *
 * <p>In iterations t = interval, 2·interval, .. below end, each parameter with c connections drops
 * the round(f(t)·c) of them that have the least |w|, then connects as many that are not connected,
 * which start at 0. Those just dropped are among these, so that one may come back, as 0.
 *
 * <pre>
 * f(t) = fraction / 2 · (1 + cos(π·t / end))
 * </pre>
 *
 * <p>The numbers of connections stay. From then on the layers' masks are given ones, which the
 * network's configuration and files keep. Frozen layers stay as they are. What an updater remembers
 * of a weight from before it was dropped is not forgotten; the papers start at none.
 *
 * @see GrowthRule
 */
public final class DynamicSparseTraining extends BaseTrainingListener {

  private final GrowthRule growth;
  private final int interval;
  private final int end;
  private final double fraction;
  private final long seed;

  /**
   * @param growth which weights are connected
   * @param interval iterations between changes, at least 1
   * @param end the iteration from which connections stay, at least 1
   * @param fraction f(0), in (0, 1]; the first change, in iteration {@code interval}, moves a share
   *     of f(interval), which is less
   * @param seed of random connections; each layer has its own stream by its index
   * @throws IllegalArgumentException if a value is out of its range
   */
  public DynamicSparseTraining(
      GrowthRule growth, int interval, int end, double fraction, long seed) {
    this.growth = Objects.requireNonNull(growth, "growth");
    if (interval < 1 || end < 1) {
      throw new IllegalArgumentException(
          "interval is %d and end is %d, expected at least 1".formatted(interval, end));
    }
    LayerDensities.requireDensity("fraction", fraction);
    this.interval = interval;
    this.end = end;
    this.fraction = fraction;
    this.seed = seed;
  }

  private boolean isDue(int iteration) {
    return iteration > 0 && iteration % interval == 0 && iteration < end;
  }

  /** The share of connections that are moved in an iteration, if any are. */
  double fraction(int iteration) {
    return fraction / 2 * (1 + Math.cos(Math.PI * iteration / end));
  }

  private static Layer[] layers(Model model) {
    return model instanceof ComputationGraph graph
        ? graph.getLayers()
        : ((MultiLayerNetwork) model).getLayers();
  }

  private static int iteration(Model model) {
    return model instanceof ComputationGraph graph
        ? graph.getIterationCount()
        : ((MultiLayerNetwork) model).getIterationCount();
  }

  /** Comes before the backward pass, whose gradients are wanted of weights that have none. */
  private void announce(Model model) {
    if (growth == GrowthRule.GRADIENT && isDue(iteration(model))) {
      for (Layer layer : layers(model)) {
        if (layer instanceof SparseLayerImpl sparse) {
          sparse.keepDenseGradients(true);
        }
      }
    }
  }

  @Override
  public void onForwardPass(Model model, List<INDArray> activations) {
    announce(model);
  }

  @Override
  public void onForwardPass(Model model, Map<String, INDArray> activations) {
    announce(model);
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    if (isDue(iteration)) {
      Layer[] layers = layers(model);
      for (int index = 0; index < layers.length; index++) {
        if (layers[index] instanceof SparseLayerImpl sparse) {
          rewire(sparse, SplitMix.derive(SplitMix.derive(seed, index), iteration), iteration);
          sparse.keepDenseGradients(false);
        }
      }
    }
  }

  private void rewire(SparseLayerImpl layer, long stream, int iteration) {
    SparseLayer conf = (SparseLayer) layer.conf().getLayer();
    for (String parameter : conf.maskedParameters()) {
      float[] weights = values(layer.getParam(parameter));
      Mask mask = conf.mask(parameter, weights.length);
      int count = (int) Math.round(fraction(iteration) * mask.connections());
      Mask kept = Rewiring.without(mask, count, weights);
      // Now what was dropped is 0, even if it comes back.
      layer.setMask(parameter, kept);
      float[] scores =
          growth == GrowthRule.GRADIENT
              ? magnitudes(layer.denseGradient(parameter))
              : random(SplitMix.derive(stream, parameter.hashCode()), weights.length);
      layer.setMask(parameter, Rewiring.with(kept, count, scores));
    }
  }

  private static float[] random(long seed, int length) {
    SplitMix random = new SplitMix(seed);
    float[] scores = new float[length];
    for (int i = 0; i < length; i++) {
      scores[i] = (float) random.nextDouble();
    }
    return scores;
  }

  private static float[] magnitudes(INDArray gradient) {
    float[] values = values(gradient);
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.abs(values[i]);
    }
    return values;
  }

  private static float[] values(INDArray array) {
    return Nd4j.toFlattened(array.ordering(), array).castTo(DataType.FLOAT).dup().data().asFloat();
  }
}
