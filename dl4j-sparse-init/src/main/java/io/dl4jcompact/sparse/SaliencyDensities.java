package io.dl4jcompact.sparse;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Layers share a network's density as the most salient of all weights are distributed among them.
 *
 * @see Saliencies
 */
final class SaliencyDensities {

  private SaliencyDensities() {}

  /**
   * The share of each layer's weights that are among the round(density · N) most salient of the
   * network, N being the number of all weights; of equal ones those of earlier layers first.
   *
   * @param saliencies of all weights of each layer, not negative
   * @param density of the network, in (0, 1]
   * @param dense indices of the layers that keep all weights; these count
   * @return a density for each layer, in [0, 1]
   * @throws IllegalArgumentException if the dense layers alone have as many weights as the network
   *     may have connections, or more
   */
  static double[] of(float[][] saliencies, double density, Set<Integer> dense) {
    int layers = saliencies.length;
    long[] sizes = Arrays.stream(saliencies).mapToLong(layer -> layer.length).toArray();
    boolean[] full = new boolean[layers];
    dense.forEach(layer -> full[layer] = true);
    double target = density * Arrays.stream(sizes).sum();
    LayerDensities.requireRoom(sizes, full, target, density);
    long kept = IntStream.range(0, layers).filter(i -> full[i]).mapToLong(i -> sizes[i]).sum();
    int left = Math.toIntExact(Math.round(target) - kept);
    float least = leastOf(saliencies, full, left);
    long[] counts = new long[layers];
    for (int layer = 0; layer < layers; layer++) {
      counts[layer] = full[layer] ? sizes[layer] : above(least, saliencies[layer]);
      left -= full[layer] ? 0 : (int) counts[layer];
    }
    for (int layer = 0; layer < layers && left > 0; layer++) {
      if (!full[layer]) {
        int equal = (int) Math.min(left, equal(least, saliencies[layer]));
        counts[layer] += equal;
        left -= equal;
      }
    }
    return IntStream.range(0, layers)
        .mapToDouble(layer -> (double) counts[layer] / sizes[layer])
        .toArray();
  }

  /** The least of the most salient weights of layers that are not full; infinite if none is. */
  private static float leastOf(float[][] saliencies, boolean[] full, int count) {
    int length = 0;
    for (int layer = 0; layer < full.length; layer++) {
      length += full[layer] ? 0 : saliencies[layer].length;
    }
    float[] all = new float[length];
    int at = 0;
    for (int layer = 0; layer < full.length; layer++) {
      if (!full[layer]) {
        System.arraycopy(saliencies[layer], 0, all, at, saliencies[layer].length);
        at += saliencies[layer].length;
      }
    }
    Arrays.sort(all);
    return count == 0 ? Float.POSITIVE_INFINITY : all[length - count];
  }

  private static long above(float least, float... values) {
    return IntStream.range(0, values.length).filter(i -> values[i] > least).count();
  }

  private static long equal(float least, float... values) {
    return IntStream.range(0, values.length).filter(i -> values[i] == least).count();
  }
}
