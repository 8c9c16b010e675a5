package io.dl4jcompact.core;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * A bad setting of a layer.
 *
 * @param attempt builds a layer called "mine" with that setting
 * @param message what the exception must say after the layer's name: setting, value, expected
 */
public record Refusal(ThrowingCallable attempt, String message) {}
