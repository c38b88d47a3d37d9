/** BlazeFace's model of faces through ONNX Runtime. Rule: only this package knows what its numbers mean. */
@NullMarked
package dev.rushes.analysis.blaze;

import org.jspecify.annotations.NullMarked;
