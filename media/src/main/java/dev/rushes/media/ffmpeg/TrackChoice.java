package dev.rushes.media.ffmpeg;

import dev.rushes.media.value.Rational;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which tracks of a file the pipeline works on: of video, the one marked as default, else the largest, else the first; of audio, the one marked
 * as default, else the first. Cover art is not video.
 *
 * @param container names of the format
 * @param duration seconds that the header claims, unless that is nonsense
 * @param video the track, if there is one that can be tried
 * @param audio the track, if there is one that can be tried
 * @param warnings what is odd, in sentences for people
 */
record TrackChoice(
        String container,
        Optional<Rational> duration,
        Optional<ProbedStream> video,
        Optional<ProbedStream> audio,
        List<String> warnings) {
    /** The thriftiest codecs for speech need about 90 bytes a second; a header that claims less is wrong. */
    private static final long FEWEST_BYTES_PER_SECOND = 20;

    private static final Comparator<ProbedStream> BEST_VIDEO = Comparator.comparing(
                    (ProbedStream stream) -> !stream.isDefault())
            .thenComparing(Comparator.comparingLong(ProbedStream::pixels).reversed())
            .thenComparing(ProbedStream::index);

    private static final Comparator<ProbedStream> BEST_AUDIO =
            Comparator.comparing((ProbedStream stream) -> !stream.isDefault()).thenComparing(ProbedStream::index);

    /**
     * @param size bytes of the file
     */
    static TrackChoice among(ProbedFile file, long size) {
        List<String> warnings = new ArrayList<>();
        for (ProbedStream stream : file.streams()) {
            if ((stream.isVideo() || stream.isAudio()) && !stream.isDescribed()) {
                warnings.add("The " + stream.kind() + " track " + stream.index()
                        + " has no description of its data and was left out.");
            }
        }
        List<ProbedStream> videos = file.streams().stream()
                .filter(stream -> stream.isVideo() && stream.isDescribed())
                .sorted(BEST_VIDEO)
                .toList();
        List<ProbedStream> audios = file.streams().stream()
                .filter(stream -> stream.isAudio() && stream.isDescribed())
                .sorted(BEST_AUDIO)
                .toList();
        warnAboutOthers("video", videos, warnings);
        warnAboutOthers("audio", audios, warnings);
        return new TrackChoice(
                file.container(),
                plausible(file.duration(), size, warnings),
                videos.stream().findFirst(),
                audios.stream().findFirst(),
                List.copyOf(warnings));
    }

    private static void warnAboutOthers(String kind, List<ProbedStream> tracks, List<String> warnings) {
        if (tracks.size() > 1) {
            warnings.add("There are " + tracks.size() + " " + kind + " tracks; track "
                    + tracks.getFirst().index() + " is used.");
        }
    }

    private static Optional<Rational> plausible(Optional<Rational> duration, long size, List<String> warnings) {
        if (duration.isEmpty()) {
            warnings.add("The file does not say how long it is.");
            return duration;
        }
        Rational longest = Rational.of(size, FEWEST_BYTES_PER_SECOND);
        if (longest.isLessThan(duration.get())) {
            warnings.add("The file claims to be " + duration.get().toDuration().toSeconds() + " s long, but holds only "
                    + size + " bytes; the claim is ignored.");
            return Optional.empty();
        }
        return duration;
    }
}
