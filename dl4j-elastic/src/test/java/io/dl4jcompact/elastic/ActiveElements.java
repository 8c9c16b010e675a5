package io.dl4jcompact.elastic;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Which elements of {@link ElasticNetworks}' parameters a subnet computes with, written out layer
 * by layer, in the order in which they lie in the network's vector.
 */
final class ActiveElements {

  private ActiveElements() {}

  /** By the network's names of parameters, in its order. */
  static Map<String, boolean[]> of(Model network, SubnetConfig config) {
    boolean images = config.layers().contains("conv1");
    Map<String, boolean[]> active = new LinkedHashMap<>();
    network
        .paramTable()
        .forEach(
            (key, values) -> {
              String layer = key.substring(0, key.lastIndexOf('_'));
              String name = Character.isDigit(layer.charAt(0)) ? numbered(images, layer) : layer;
              String parameter = key.substring(key.lastIndexOf('_') + 1);
              Predicate<long[]> rule =
                  images ? images(config, name, parameter) : dense(config, name, parameter);
              active.put(key, elements(values, rule));
            });
    return active;
  }

  private static String numbered(boolean images, String index) {
    String[] dense = {"first", "skipped", "second", "out"};
    String[] all = {"conv1", "norm1", "relu1", "conv2", "conv3", "pool", "dense", "out"};
    return (images ? all : dense)[Integer.parseInt(index)];
  }

  private static Predicate<long[]> dense(SubnetConfig config, String layer, String parameter) {
    int first = config.size("first", Dimension.WIDTH);
    boolean kept = config.size("skipped", Dimension.DEPTH) == 1;
    int second = config.size("second", Dimension.WIDTH);
    boolean bias = parameter.equals("b");
    return switch (layer) {
      case "first" -> bias ? at -> at[0] < first : at -> at[1] < first;
      case "skipped" -> bias ? at -> kept : at -> kept && at[0] < first;
      case "second" ->
          bias ? at -> at[0] < second : at -> at[1] < second && at[0] < (kept ? 8 : first);
      default -> bias ? at -> true : at -> at[0] < second;
    };
  }

  private static Predicate<long[]> images(SubnetConfig config, String layer, String parameter) {
    int first = config.size("conv1", Dimension.WIDTH);
    boolean whole = config.size("conv1", Dimension.KERNEL) == 5;
    boolean kept = config.size("conv2", Dimension.DEPTH) == 1;
    boolean wide = config.size("conv2", Dimension.KERNEL) == 3;
    int third = config.size("conv3", Dimension.WIDTH);
    int dense = config.size("dense", Dimension.WIDTH);
    boolean bias = parameter.equals("b");
    return switch (layer) {
      case "conv1" ->
          switch (parameter) {
            case "b" -> at -> at[0] < first;
            case "T3" -> at -> !whole;
            default ->
                at -> at[0] < first && (whole || Math.max(off(at[2], 2), off(at[3], 2)) <= 1);
          };
      case "norm1" -> at -> at[0] < first;
      case "conv2" ->
          bias
              ? at -> kept
              : at -> kept && at[1] < first && (wide || Math.max(off(at[2], 1), off(at[3], 1)) < 1);
      case "conv3" ->
          bias ? at -> at[0] < third : at -> at[0] < third && at[1] < (kept ? 6 : first);
      // One position is left of each channel's 6x6: 3x3 after the stride, 1x1 after pooling.
      case "dense" -> bias ? at -> at[0] < dense : at -> at[1] < dense && at[0] < third;
      default -> bias ? at -> true : at -> at[0] < dense;
    };
  }

  private static long off(long index, long centre) {
    return Math.abs(index - centre);
  }

  private static boolean[] elements(INDArray values, Predicate<long[]> rule) {
    boolean[] active = new boolean[(int) values.length()];
    long[] shape = values.shape();
    boolean columns = values.ordering() == 'f' && shape.length == 2;
    for (int i = 0; i < active.length; i++) {
      long[] at = new long[shape.length];
      long rest = i;
      for (int k = 0; k < shape.length; k++) {
        int d = columns ? k : shape.length - 1 - k;
        at[d] = rest % shape[d];
        rest /= shape[d];
      }
      active[i] = rule.test(at);
    }
    return active;
  }
}
