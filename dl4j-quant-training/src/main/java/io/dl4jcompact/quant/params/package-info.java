/**
 * Which parameters a layer has. Read {@link io.dl4jcompact.quant.params.QuantizedParamInitializer}
 * first.
 */
package io.dl4jcompact.quant.params;
