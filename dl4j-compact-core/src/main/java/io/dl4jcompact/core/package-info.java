/**
 * What every plug-in shares on the Deeplearning4j side.
 *
 * <p>Read {@link io.dl4jcompact.core.OneDnn} first: it makes the convolutions of a network use
 * oneDNN. {@link io.dl4jcompact.core.LayerSettings} is how a layer's configuration refuses bad
 * values, {@link io.dl4jcompact.core.LayerInstances} how a layer is made of it. The tests of this
 * module hold {@code LayerContractTest}, which any layer of a plug-in must pass.
 */
package io.dl4jcompact.core;
