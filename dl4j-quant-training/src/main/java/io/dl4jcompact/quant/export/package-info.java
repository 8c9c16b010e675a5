/**
 * Translates the layers of this module for {@code CompactExporter}. Read {@code IntegerProducts}
 * first.
 */
package io.dl4jcompact.quant.export;
