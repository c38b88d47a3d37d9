package dev.rushes.split.ffmpeg;

import dev.rushes.split.domain.ChunkPlan;
import dev.rushes.split.domain.VideoContainer;
import java.nio.file.Path;

/**
 * One track to cut by copying.
 *
 * @param source local file
 * @param stream index of the track in it
 * @param plan where to cut
 * @param container how to wrap the chunks
 * @param folder where to write them
 */
public record VideoCut(Path source, int stream, ChunkPlan plan, VideoContainer container, Path folder) {}
