/**
 * Silero's model of voices through ONNX Runtime. Rule: only this package knows what its numbers mean.
 */
@NullMarked
package dev.rushes.analysis.silero;

import org.jspecify.annotations.NullMarked;
