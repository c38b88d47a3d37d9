package dev.rushes.render.ffmpeg;

import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.render.domain.Picture;
import dev.rushes.render.domain.RenderPlan;
import dev.rushes.render.domain.Segment;
import dev.rushes.render.domain.Sound;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The command line that encodes one segment: its pictures as MP4 without sound, its sound as bare samples. */
final class SegmentCommand {
    private static final int GOP_SECONDS = 4;

    private final Ffmpeg ffmpeg;
    private final EncoderSettings settings;

    SegmentCommand(Ffmpeg ffmpeg, EncoderSettings settings) {
        this.ffmpeg = ffmpeg;
        this.settings = settings;
    }

    /** Shows what the plan says. */
    List<String> planned(FilmWork work, Segment segment) {
        Seek seek = seek(work, segment);
        List<String> chains = new ArrayList<>();
        Optional<Sound> sound = work.plan().sound();
        switch (work.plan().picture()) {
            case Picture.Footage footage -> {
                chains.add(PictureFilters.footage(footage, seek, work.plan(), segment));
                sound.ifPresent(track -> chains.add(SoundFilters.chain(track, seek, segment) + "[a]"));
            }
            case Picture.Waveform waveform -> {
                sound.ifPresent(track -> chains.add(SoundFilters.chain(track, seek, segment) + ",asplit[a][w]"));
                chains.add(PictureFilters.waveform(work.plan(), segment));
            }
        }
        return command(work, segment, seek, chains);
    }

    /** Shows black, for a stretch of the footage in which no picture can be decoded. The sound is the footage's. */
    List<String> black(FilmWork work, Segment segment) {
        Seek seek = seek(work, segment);
        List<String> chains = new ArrayList<>();
        chains.add(PictureFilters.black(work.plan(), segment));
        work.plan().sound().ifPresent(track -> chains.add(SoundFilters.chain(track, seek, segment) + "[a]"));
        return command(work, segment, seek, chains);
    }

    private static Seek seek(FilmWork work, Segment segment) {
        return Seek.to(segment.source().start().plus(work.delay()), work.plan().container());
    }

    private List<String> command(FilmWork work, Segment segment, Seek seek, List<String> chains) {
        List<String> command = new ArrayList<>();
        command.addAll(List.of("-max_error_rate", "1"));
        command.addAll(ffmpeg.input(work.media(), inputOptions(seek)));
        command.addAll(List.of("-filter_complex", String.join(";", chains)));
        command.addAll(List.of("-map", "[v]", "-an"));
        command.addAll(encoder(work.plan()));
        command.addAll(List.of("-f", "mp4", "file:" + FilmWork.pictures(segment)));
        if (work.plan().sound().isPresent()) {
            command.addAll(List.of("-map", "[a]", "-vn", "-c:a", "pcm_s16le", "-f", "s16le"));
            command.add("file:" + FilmWork.sound(segment));
        }
        return command;
    }

    /** The filters stay as they are when the footage changes its size midway: scaling comes first and takes any size. */
    private String[] inputOptions(Seek seek) {
        List<String> options = new ArrayList<>(List.of("-reinit_filter:v", "0"));
        options.addAll(seek.options());
        return options.toArray(String[]::new);
    }

    private List<String> encoder(RenderPlan plan) {
        String gop = Long.toString(Math.max(1, Math.round(plan.frameRate().toDouble() * GOP_SECONDS)));
        return switch (plan.format()) {
            case MP4 ->
                List.of(
                        "-c:v",
                        "libx264",
                        "-preset",
                        settings.preset(),
                        "-crf",
                        Integer.toString(settings.crf()),
                        "-g",
                        gop,
                        "-threads",
                        threads());
            case WEBM ->
                List.of(
                        "-c:v",
                        "libvpx-vp9",
                        "-deadline",
                        "realtime",
                        "-cpu-used",
                        Integer.toString(settings.vp9Speed()),
                        "-row-mt",
                        "1",
                        "-tile-columns",
                        "1",
                        "-crf",
                        Integer.toString(settings.vp9Crf()),
                        "-b:v",
                        "0",
                        "-g",
                        gop,
                        "-threads",
                        threads());
            // Without loss: the palette is chosen when all segments are there.
            case GIF -> List.of("-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", "-threads", threads());
        };
    }

    private String threads() {
        return Integer.toString(settings.threads());
    }
}
