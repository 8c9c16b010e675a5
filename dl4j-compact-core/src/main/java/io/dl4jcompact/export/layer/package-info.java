/**
 * Exporters of Deeplearning4j's own layers, vertices and preprocessors, one a class.
 *
 * <p>Read {@link io.dl4jcompact.export.layer.DropoutExporter} first, then {@link
 * io.dl4jcompact.export.layer.DenseExporter}.
 */
package io.dl4jcompact.export.layer;
