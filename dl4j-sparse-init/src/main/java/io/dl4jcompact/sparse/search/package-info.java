/**
 * Several draws of a sparse network's masks, of which the best is kept. Read {@link
 * io.dl4jcompact.sparse.search.MaskSearch} first.
 */
package io.dl4jcompact.sparse.search;
