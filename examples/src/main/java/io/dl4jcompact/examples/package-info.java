/** Examples to run and to read; start with {@link io.dl4jcompact.examples.Quickstart}. */
package io.dl4jcompact.examples;
