package io.dl4jcompact.export;

/**
 * Translates one kind of layer, graph vertex or input preprocessor, literally: passes do the clever
 * part.
 *
 * <p>Exporters are found by {@link java.util.ServiceLoader}: name the class in {@code
 * META-INF/services/io.dl4jcompact.export.LayerExporter} and give it a public constructor without
 * parameters. An exporter gets configurations of exactly its type, never of a subclass, which may
 * compute something else.
 *
 * <p>Between layers values are floats: a layer that quantises does so itself.
 *
 * @param <C> the configuration class
 */
public interface LayerExporter<C> {

  /** The configuration class. */
  Class<C> type();

  /**
   * Adds the layer's nodes.
   *
   * @return the layer's result, floats
   * @throws ExportException if this configuration cannot be translated; {@link
   *     ExportContext#unsupported} makes one that names the layer
   */
  Value export(C conf, ExportContext context);
}
