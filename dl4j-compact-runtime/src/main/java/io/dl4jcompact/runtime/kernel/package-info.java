/**
 * The loops in which a running model spends its time, prepared once a model and shared by all of
 * its sessions.
 *
 * <p>Read {@link io.dl4jcompact.runtime.kernel.Kernels} first. A kernel reads and writes {@link
 * io.dl4jcompact.runtime.kernel.Memory}, where values lie sample after sample, each position-major
 * with its channels last; the bits of a position take whole 64-bit words whose last bits are 0.
 */
package io.dl4jcompact.runtime.kernel;
