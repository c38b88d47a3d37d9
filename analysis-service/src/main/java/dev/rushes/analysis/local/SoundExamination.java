package dev.rushes.analysis.local;

import dev.rushes.analysis.analyzer.Examination;
import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.analysis.domain.sound.Sound;
import dev.rushes.analysis.domain.sound.SoundAnalysis;
import dev.rushes.analysis.domain.sound.VoiceModel;
import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.ffmpeg.Ffmpeg.Reading;
import dev.rushes.media.ffmpeg.MediaFailure;
import dev.rushes.media.ffmpeg.ToolRun;
import dev.rushes.media.value.MediaInfo.AudioInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.runtime.stage.StageFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import reactor.core.publisher.Mono;

/**
 * Listens to an audio chunk: one decode to 48 kHz, at most two channels, straight into the detectors. Holes in the track are filled with silence
 * ({@code async=1}), so that a sample's number is its time. Samples are floats: then the mix of six channels to two keeps their level, and nothing
 * clips.
 */
final class SoundExamination {
    /** Bytes that are heard at a time: a sixth of a second of two channels. */
    private static final int BLOCK = 1 << 16;

    /** Seconds of sound that may be missing at the end without a word: codecs round to their frames. */
    private static final Rational TOLERANCE = Rational.of(1, 10);

    private final Ffmpeg ffmpeg;
    private final LocalLimits limits;
    private final Optional<VoiceModel> model;

    SoundExamination(Ffmpeg ffmpeg, LocalLimits limits, Optional<VoiceModel> model) {
        this.ffmpeg = ffmpeg;
        this.limits = limits;
        this.model = model;
    }

    Mono<Examination> examine(ChunkToAnalyze chunk, Path file, Path folder, Consumer<Rational> analyzed) {
        return Mono.defer(() -> {
            int channels = channels(chunk);
            List<String> arguments =
                    new ArrayList<>(ffmpeg.input(file, "-threads", Integer.toString(limits.threads())));
            arguments.addAll(outputs(channels));
            ToolRun run = new ToolRun("listen to " + chunk.unit(), arguments, folder, limits.tool());
            return ffmpeg.readMeasured(run, sound -> listen(chunk, channels, sound, analyzed))
                    .map(reading -> examination(chunk, reading));
        });
    }

    private static List<String> outputs(int channels) {
        String filters = "aresample=" + Sound.RATE + ":async=1:first_pts=0,aformat=sample_fmts=flt:channel_layouts="
                + (channels == 1 ? "mono" : "stereo");
        return List.of(
                "-max_error_rate", "1", "-map", "0:a:0", "-af", filters, "-c:a", "pcm_f32le", "-f", "f32le", "pipe:1");
    }

    private SoundAnalysis listen(ChunkToAnalyze chunk, int channels, InputStream sound, Consumer<Rational> analyzed)
            throws IOException {
        SoundAnalysis analysis = new SoundAnalysis(chunk.span(), channels, model, Processor.meter());
        byte[] bytes = new byte[BLOCK];
        float[] samples = new float[BLOCK / Float.BYTES];
        int read;
        while ((read = sound.readNBytes(bytes, 0, BLOCK)) > 0) {
            ByteBuffer.wrap(bytes, 0, read)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(samples, 0, read / Float.BYTES);
            analysis.hear(samples, read / Float.BYTES);
            analyzed.accept(analysis.heard());
        }
        return analysis;
    }

    /** Only once ffmpeg has ended well: what no sound means depends on how it ended. */
    private static Examination examination(ChunkToAnalyze chunk, Reading<SoundAnalysis> reading) {
        SoundAnalysis analysis = reading.value();
        Optional<String> problem = problem(chunk, analysis.heard());
        return new Examination(
                analysis.finish(),
                problem,
                List.of(),
                Optional.empty(),
                Processor.withDecode(reading.report(), analysis.costs()),
                Optional.empty());
    }

    private static Optional<String> problem(ChunkToAnalyze chunk, Rational heard) {
        if (!heard.isPositive()) {
            throw new StageFailure(
                    MediaFailure.MEDIA_NOT_DECODABLE,
                    "Expected sound in " + chunk.unit() + ", but none of it can be decoded");
        }
        return heard.plus(TOLERANCE).isLessThan(chunk.duration())
                ? Optional.of(String.format(
                        Locale.ROOT,
                        "Expected %.1f seconds of sound in %s, but only %.1f could be decoded; the findings cover those",
                        chunk.duration().toDouble(),
                        chunk.unit(),
                        heard.toDouble()))
                : Optional.empty();
    }

    private static int channels(ChunkToAnalyze chunk) {
        int channels = chunk.info().audio().map(AudioInfo::channels).orElse(Sound.MOST_CHANNELS);
        return Math.clamp(channels, 1, Sound.MOST_CHANNELS);
    }
}
