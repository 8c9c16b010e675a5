package io.dl4jcompact.sparse.structure;

/**
 * A layer at its place.
 *
 * @param layer itself
 * @param input what goes in
 * @param output what comes out
 * @param cost what it has and does, with the convolution of a shortcut that ends at it
 * @param projection whether the shortcut that ends at it has a convolution, since its ends differ
 */
public record StructureStep(
    LayerPlan layer, SignalShape input, SignalShape output, LayerCost cost, boolean projection) {}
