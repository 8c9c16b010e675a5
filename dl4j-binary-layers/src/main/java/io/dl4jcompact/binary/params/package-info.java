/**
 * Which parameters a layer has. {@link io.dl4jcompact.binary.params.QuantizedDenseParamInitializer}
 * is the only one; convolutions use Deeplearning4j's.
 */
package io.dl4jcompact.binary.params;
