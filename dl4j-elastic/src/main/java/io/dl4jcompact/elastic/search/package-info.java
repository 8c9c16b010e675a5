/**
 * Finds the best subnets of a trained supernet for a budget. Read {@link
 * io.dl4jcompact.elastic.search.SubnetSearch} first.
 */
package io.dl4jcompact.elastic.search;
