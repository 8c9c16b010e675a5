/**
 * A library of structures: networks as lists of layers with their widths, before there is any
 * weight, counted, drawn, edited and kept as files. Read {@link
 * io.dl4jcompact.sparse.structure.StructureLibrary} first.
 */
package io.dl4jcompact.sparse.structure;
