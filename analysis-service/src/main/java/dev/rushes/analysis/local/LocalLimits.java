package dev.rushes.analysis.local;

import dev.rushes.media.ffmpeg.ToolLimits;

/**
 * What the local analyzer may use.
 *
 * @param pictureSide longer side, in pixels, of the pictures that detectors look at
 * @param stillSide longest side of a still in pixels
 * @param stillsPerChunk stills of a chunk at most
 * @param threads decoder threads of one ffmpeg; chunks are what is done in parallel
 * @param tool limits of one ffmpeg
 */
public record LocalLimits(int pictureSide, int stillSide, int stillsPerChunk, int threads, ToolLimits tool) {}
