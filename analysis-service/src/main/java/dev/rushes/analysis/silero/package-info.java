/**
 * Silero's model of voices through ONNX Runtime. Rule: only this package knows either; where they can't be had, it says so once, and rules serve.
 */
@NullMarked
package dev.rushes.analysis.silero;

import org.jspecify.annotations.NullMarked;
