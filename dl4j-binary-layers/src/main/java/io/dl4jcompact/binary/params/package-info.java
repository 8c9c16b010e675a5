/**
 * Which parameters a layer has. Dense layers use {@link
 * io.dl4jcompact.binary.params.QuantizedDenseParamInitializer}, convolutions {@link
 * io.dl4jcompact.core.GroupedParamInitializer}; {@link
 * io.dl4jcompact.binary.params.RunningThreshold} adds a parameter to either.
 */
package io.dl4jcompact.binary.params;
