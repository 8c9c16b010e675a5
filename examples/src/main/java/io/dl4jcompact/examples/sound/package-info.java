/**
 * The generator of the bundled sounds.
 *
 * <p>Read {@link io.dl4jcompact.examples.sound.VowelSounds} first.
 */
package io.dl4jcompact.examples.sound;
