package dev.rushes.render.domain;

import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.MediaInfo.AudioInfo;
import dev.rushes.media.value.MediaInfo.VideoInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.render.domain.Planning.Empty;
import dev.rushes.render.domain.Planning.Planned;
import dev.rushes.render.domain.Planning.TooLong;
import dev.rushes.render.domain.Planning.Unfit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Plans a film from a cut.
 *
 * <p>Each segment gets a whole number of pictures (its length rounded by itself), and as many samples as those pictures last. So the film is at
 * most half a picture for each clip off the timeline's length, and sound and picture agree at every join:
 *
 * <pre>
 *   timeline  |---- 1.02 s ----|--- 0.77 s ---|      25 pictures a second
 *   pictures  |---- 26 --------|--- 19 -------|      1.04 s, 0.76 s
 *   samples   |---- 49,920 ----|--- 36,480 ---|      the same
 * </pre>
 */
public final class RenderPlanner {
    private static final int LOWEST = 144;
    private static final int HIGHEST = 2160;

    private final FilmLimits limits;

    public RenderPlanner(FilmLimits limits) {
        this.limits = limits;
    }

    public Planning plan(Cut cut, MediaInfo source, FilmOptions options) {
        if (options.maxHeight() < LOWEST || options.maxHeight() > HIGHEST) {
            return new Unfit("Expected a film of 1080, 720 or 480 lines, but got " + options.maxHeight());
        }
        Optional<VideoInfo> video = source.video().filter(track -> cut.video());
        Optional<AudioInfo> audio = source.audio().filter(track -> cut.audio());
        if (video.isEmpty() && audio.isEmpty()) {
            return new Empty("Expected a timeline with pictures or sound, but the footage has none of what it names");
        }
        List<String> notes = new ArrayList<>();
        List<Span> stretches = stretches(cut);
        Rational length = length(stretches);
        if (options.format() == FilmFormat.GIF
                && Rational.of(limits.gifMaxLength()).isLessThan(length)) {
            stretches = firstOf(stretches, Rational.of(limits.gifMaxLength()));
            notes.add("The cut is %.1f s long, but a GIF holds at most %d s here: it ends there."
                    .formatted(length.toDouble(), limits.gifMaxLength().toSeconds()));
        } else if (Rational.of(limits.maxLength()).isLessThan(length)) {
            return new TooLong(length, limits.maxLength());
        }
        Rational frameRate = frameRate(video, options.format());
        List<Segment> segments = segments(stretches, frameRate);
        if (segments.isEmpty()) {
            return new Empty("Expected a timeline with clips of at least one picture, but it has %d clips with %.3f s"
                    .formatted(cut.clips().size(), length.toDouble()));
        }
        return new Planned(
                new RenderPlan(
                        options.format(),
                        segments,
                        size(video, options),
                        frameRate,
                        video.<Picture>map(track -> new Picture.Footage(track.stream()))
                                .orElseGet(Picture.Waveform::new),
                        audio.filter(track -> options.format().hasSound() || video.isEmpty())
                                .map(track -> new Sound(track.stream(), track.channels() == 1)),
                        source.container()),
                notes);
    }

    /** The clips as far as there is footage; neighbours that touch become one, because nothing is cut between them. */
    private static List<Span> stretches(Cut cut) {
        List<Span> stretches = new ArrayList<>();
        for (Span clip : cut.clips()) {
            Rational start = Rational.max(clip.start(), cut.footage().start());
            Rational end = Rational.min(clip.end(), cut.footage().end());
            if (!start.isLessThan(end)) {
                continue;
            }
            if (!stretches.isEmpty() && stretches.getLast().end().equals(start)) {
                start = stretches.removeLast().start();
            }
            stretches.add(new Span(start, end));
        }
        return stretches;
    }

    private static List<Span> firstOf(List<Span> stretches, Rational most) {
        List<Span> kept = new ArrayList<>();
        Rational left = most;
        for (Span stretch : stretches) {
            if (!left.isPositive()) {
                break;
            }
            Rational part = Rational.min(left, stretch.duration());
            kept.add(Span.ofDuration(stretch.start(), part));
            left = left.minus(part);
        }
        return kept;
    }

    private static List<Segment> segments(List<Span> stretches, Rational frameRate) {
        List<Segment> segments = new ArrayList<>();
        long before = 0;
        for (Span stretch : stretches) {
            long frames = Math.round(stretch.duration().toDouble() * frameRate.toDouble());
            if (frames > 0) {
                long samples = samplesBefore(before + frames, frameRate) - samplesBefore(before, frameRate);
                segments.add(new Segment(segments.size(), stretch, before, frames, samples));
                before += frames;
            }
        }
        return segments;
    }

    /** Samples that have passed when so many pictures have: rounding here does not add up over segments. */
    private static long samplesBefore(long frames, Rational frameRate) {
        return Math.multiplyExact(frames * RenderPlan.SAMPLE_RATE, frameRate.scale()) / frameRate.value();
    }

    private Rational frameRate(Optional<VideoInfo> video, FilmFormat format) {
        Rational rate = FrameRates.ofFilm(video.map(VideoInfo::frameRate).orElse(Rational.ZERO));
        return format == FilmFormat.GIF ? Rational.min(rate, Rational.of(limits.gifFrameRate(), 1)) : rate;
    }

    private FrameSize size(Optional<VideoInfo> video, FilmOptions options) {
        boolean gif = options.format() == FilmFormat.GIF;
        int maxHeight = gif ? Math.min(options.maxHeight(), limits.gifSize()) : options.maxHeight();
        int maxWidth = gif ? limits.gifSize() : Integer.MAX_VALUE;
        int width = video.map(VideoInfo::displayWidth).orElse(maxHeight * 16 / 9);
        int height = video.map(VideoInfo::displayHeight).orElse(maxHeight);
        return FrameSize.within(width, height, maxWidth, maxHeight);
    }

    /** The sum in seconds; exact as long as the numbers allow, and to the microsecond where the clips have too many different scales. */
    private static Rational length(List<Span> stretches) {
        long micros = 0;
        for (Span stretch : stretches) {
            micros += Math.round(stretch.duration().toDouble() * 1e6);
        }
        return Rational.of(micros, 1_000_000);
    }
}
