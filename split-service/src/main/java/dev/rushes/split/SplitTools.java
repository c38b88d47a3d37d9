package dev.rushes.split;

import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.ffmpeg.ToolLimits;
import dev.rushes.split.ffmpeg.AudioExtractor;
import dev.rushes.split.ffmpeg.CuttableCopy;
import dev.rushes.split.ffmpeg.Surveyor;
import dev.rushes.split.ffmpeg.TrackInspector;
import dev.rushes.split.ffmpeg.VideoCutter;

/** What the split does with ffmpeg. */
record SplitTools(
        Surveyor surveyor,
        VideoCutter cutter,
        TrackInspector inspector,
        CuttableCopy cuttableCopy,
        AudioExtractor audioExtractor) {

    static SplitTools of(Ffmpeg ffmpeg, ToolLimits limits, int mostPackets) {
        TrackInspector inspector = new TrackInspector(ffmpeg, limits);
        return new SplitTools(
                new Surveyor(ffmpeg, limits, mostPackets),
                new VideoCutter(ffmpeg, limits),
                inspector,
                new CuttableCopy(ffmpeg, limits),
                new AudioExtractor(ffmpeg, limits, inspector));
    }
}
