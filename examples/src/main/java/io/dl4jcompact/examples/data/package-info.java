/**
 * Image data sets in their official file layouts, read without any dependency, and through
 * DataVec's RecordReader interface for training.
 */
package io.dl4jcompact.examples.data;
