/**
 * The layers that train. Read {@link io.dl4jcompact.elastic.layers.ActiveSlices} first, which every
 * one of them has: it knows the active sizes, and keeps inactive slices of the parameters where
 * they are.
 */
package io.dl4jcompact.elastic.layers;
