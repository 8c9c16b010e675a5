/**
 * Turns trained Deeplearning4j networks into compact models.
 *
 * <p>Read {@link io.dl4jcompact.export.CompactExporter} first. To teach it a layer of your own,
 * write a {@link io.dl4jcompact.export.LayerExporter}; {@code
 * io.dl4jcompact.export.layer.DropoutExporter} is the shortest example.
 */
package io.dl4jcompact.export;
