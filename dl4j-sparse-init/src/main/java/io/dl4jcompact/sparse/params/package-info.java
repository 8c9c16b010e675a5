/**
 * The parameters of sparse layers. Read {@link
 * io.dl4jcompact.sparse.params.SparseParamInitializer}.
 */
package io.dl4jcompact.sparse.params;
