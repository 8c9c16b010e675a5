/**
 * The model file (.d4c), specified byte by byte in docs/format.md.
 *
 * <p>Read {@link io.dl4jcompact.runtime.format.D4c} first. A new operation takes one line in {@link
 * io.dl4jcompact.runtime.format.OpCode}; a new constant of an enum one place in {@link
 * io.dl4jcompact.runtime.format.Codes}.
 */
package io.dl4jcompact.runtime.format;
