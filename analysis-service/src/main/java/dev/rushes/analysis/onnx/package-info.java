/**
 * Models that the build packs, through ONNX Runtime. Rule: other bytes than the known ones are never loaded; where a model can't be had, the log says so once, and the caller goes on
 * without.
 */
@NullMarked
package dev.rushes.analysis.onnx;

import org.jspecify.annotations.NullMarked;
