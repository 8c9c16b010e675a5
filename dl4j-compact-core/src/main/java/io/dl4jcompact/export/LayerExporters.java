package io.dl4jcompact.export;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The exporters that are installed, by the exact class of what they translate. */
final class LayerExporters {

  private final Map<String, LayerExporter<?>> byType = new TreeMap<>();

  /**
   * @throws IllegalStateException if two exporters are for one class
   * @throws ExportException if there are none
   */
  LayerExporters(Iterable<? extends LayerExporter<?>> exporters) {
    for (LayerExporter<?> exporter : exporters) {
      LayerExporter<?> other = byType.put(exporter.type().getName(), exporter);
      if (other != null) {
        throw new IllegalStateException(
            "both "
                + other.getClass().getName()
                + " and "
                + exporter.getClass().getName()
                + " export "
                + exporter.type().getName()
                + ": take one from the class path");
      }
    }
    if (byType.isEmpty()) {
      throw new ExportException(
          "no LayerExporter was found: META-INF/services/"
              + LayerExporter.class.getName()
              + " is missing; where jars are merged into one, merge their service files too");
    }
  }

  /**
   * Those that this class's loader finds, and those that the thread's context loader finds, where
   * plug-ins may be.
   */
  static LayerExporters installed() {
    Map<String, LayerExporter<?>> found = new TreeMap<>();
    find(LayerExporter.class.getClassLoader(), found);
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    if (knows(context)) {
      find(context, found);
    }
    return new LayerExporters(found.values());
  }

  private static void find(ClassLoader loader, Map<String, LayerExporter<?>> found) {
    for (LayerExporter<?> exporter : ServiceLoader.load(LayerExporter.class, loader)) {
      found.put(exporter.getClass().getName(), exporter);
    }
  }

  /** A loader with another copy of these classes, or none, has no exporters for this one. */
  private static boolean knows(ClassLoader loader) {
    try {
      String name = LayerExporter.class.getName();
      return loader != null && Class.forName(name, false, loader) == LayerExporter.class;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  /**
   * @throws ExportException if there is no exporter for a configuration's class
   */
  void requireSupported(Object conf, SourceLayer source) {
    if (!byType.containsKey(conf.getClass().getName())) {
      throw new ExportException(
          source
              + ": "
              + conf.getClass().getName()
              + " cannot be exported. Supported are "
              + supported()
              + "; a LayerExporter on the class path adds others");
    }
  }

  /**
   * Translates a configuration.
   *
   * @throws ExportException if there is no exporter for its class
   */
  Value export(Object conf, ExportContext context) {
    requireSupported(conf, context.source());
    return export(byType.get(conf.getClass().getName()), conf, context);
  }

  private static <C> Value export(LayerExporter<C> exporter, Object conf, ExportContext context) {
    try {
      return exporter.export(exporter.type().cast(conf), context);
    } catch (IllegalArgumentException | ArithmeticException e) {
      // The graph's own refusals, which do not know the layer.
      throw new ExportException(context.source() + ": " + e.getMessage(), e);
    }
  }

  private String supported() {
    return byType.values().stream()
        .map(exporter -> exporter.type().getSimpleName())
        .sorted()
        .collect(Collectors.joining(", "));
  }
}
