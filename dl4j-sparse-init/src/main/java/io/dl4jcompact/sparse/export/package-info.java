/** The exporter of sparse layers, {@link io.dl4jcompact.sparse.export.SparseLayerExporter}. */
package io.dl4jcompact.sparse.export;
