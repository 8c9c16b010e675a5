/**
 * Exporters of the one-bit layers, one a layer kind.
 *
 * <p>Read {@link io.dl4jcompact.binary.export.BinaryDenseExporter} first.
 */
package io.dl4jcompact.binary.export;
