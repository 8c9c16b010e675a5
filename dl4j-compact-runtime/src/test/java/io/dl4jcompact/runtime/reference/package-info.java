/**
 * An interpreter of graphs that shares nothing with the product and can be checked by eye, and
 * random graphs to compare with.
 */
package io.dl4jcompact.runtime.reference;
