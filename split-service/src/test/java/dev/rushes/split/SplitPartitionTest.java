package dev.rushes.split;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Track;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.testkit.RecordingContext;
import dev.rushes.split.domain.Chunk;
import dev.rushes.split.domain.Footage;
import dev.rushes.split.domain.SplitFact;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Invariant 4 on real files: the chunks hold every picture of the source once, bit by bit, and their spans meet. */
class SplitPartitionTest {
    private static final String X264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 25 -bf 2 -b_strategy 0";
    private static final String OPEN =
            "-c:v libx264 -preset veryfast -pix_fmt yuv420p -g 25 -bf 3 -x264-params open-gop=1";
    private static final String REFRESH =
            "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 25 -bf 0 -x264-params intra-refresh=1";

    @TempDir
    Path folder;

    private SplitBench bench;

    @BeforeEach
    void setUp() {
        bench = new SplitBench(folder);
    }

    @ParameterizedTest(name = "{0}: {1} chunks, audio as {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "h264.mp4      | 6 | m4a  | " + X264 + " -c:a aac",
                "fragments.mp4 | 6 | m4a  | " + X264 + " -c:a aac -movflags frag_keyframe+empty_moov",
                "h264.mkv      | 6 | ogg  | " + X264 + " -c:a libopus",
                "h264.flv      | 6 | m4a  | " + X264 + " -c:a libmp3lame",
                "h264.ts       | 6 | m4a  | " + X264 + " -c:a aac -output_ts_offset 30",
                "open-gop.mp4  | 1 | m4a  | " + OPEN + " -c:a aac",
                "open-gop.ts   | 1 | m4a  | " + OPEN + " -c:a aac",
                "refresh.mp4   | 1 | m4a  | " + REFRESH + " -c:a aac",
                "refresh.ts    | 1 | m4a  | " + REFRESH + " -c:a aac",
                "hevc.mp4      | 6 | m4a  | -c:v libx265 -preset ultrafast -x265-params keyint=25:open-gop=0:pools=1:log-level=none -c:a alac",
                "vp8.webm      | 3 | ogg  | -c:v libvpx -g 50 -deadline realtime -cpu-used 8 -c:a libopus",
                "vp9.webm      | 6 | ogg  | -c:v libvpx-vp9 -g 25 -deadline realtime -cpu-used 8 -c:a libopus",
                "mpeg4.avi     | 6 | m4a  | -c:v mpeg4 -g 25 -c:a libmp3lame",
                "reordered.avi | 1 | m4a  | -c:v mpeg4 -g 25 -bf 2 -c:a libmp3lame",
                "closed.ts     | 6 | mp2  | -c:v mpeg2video -g 15 -bf 2 -flags +cgop -sc_threshold 1000000000 -c:a mp2",
                "open.vob      | 1 | m4a  | -c:v mpeg2video -g 15 -bf 2 -c:a ac3",
                "photos.mov    | 6 | wav  | -c:v mjpeg -pix_fmt yuvj420p -c:a pcm_s16le",
                "studio.mov    | 6 | flac | -c:v prores_ks -c:a pcm_s16be",
                "sorenson.flv  | 6 | m4a  | -c:v flv1 -g 25 -c:a libmp3lame",
                "windows.wmv   | 6 | flac | -c:v wmv2 -g 25 -c:a wmav2",
                "archive.mkv   | 6 | flac | -c:v ffv1 -g 25 -c:a flac",
            })
    void holdsEveryPictureOfAnyCodecOnce(String name, int chunks, String audio, String output) throws IOException {
        // given footage of that kind, with a keyframe about every second
        Path reel = bench.reel(name, true, output.split(" "));

        // when it is split into chunks of a second
        List<Chunk> found = split(reel);

        // then the pictures are all there, in as many chunks as its keyframes allow, and the sound is one track
        assertPartitions(reel, found);
        assertThat(video(found)).hasSize(chunks);
        assertThat(found.getLast().object().key()).endsWith("audio-00000." + audio);
        assertSoundsAlike(bench.sound(bench.file(found.getLast())), bench.sound(reel), name);
    }

    @Test
    void holdsPicturesAtIrregularTimes() throws IOException {
        Path reel = bench.media().footage().variableRate().file();

        List<Chunk> found = split(reel);

        assertPartitions(reel, found);
        assertThat(video(found).size()).isGreaterThan(2);
    }

    @Test
    void keepsPicturesHiddenThatAnEditListHides() throws IOException {
        // given a copy that begins between two keyframes: it holds the pictures from the keyframe on and hides some
        Path whole = bench.reel("whole.mp4", true, (X264 + " -c:a aac").split(" "));
        Path reel = bench.remuxed(whole, "edited.mp4", List.of("-ss", "1.5"));

        List<Chunk> found = split(reel);

        assertPartitions(reel, found);
        assertThat(video(found).getFirst().span().start()).isEqualTo(Rational.ZERO);
    }

    @Test
    void makesTheJumpingClockOfJoinedRecordingsContinuous() throws IOException {
        // given two recordings of six seconds, joined byte by byte
        Path reel = bench.reel("one.ts", true, (X264 + " -c:a aac").split(" "));
        Path joined = Files.copy(reel, folder.resolve("joined.ts"));
        Files.write(joined, Files.readAllBytes(reel), StandardOpenOption.APPEND);

        List<Chunk> found = split(joined);

        assertPartitions(joined, found);
        assertThat(length(video(found))).isEqualTo(Rational.of(12, 1));
    }

    @Test
    void beginsTheClockWithWhateverComesFirst() throws IOException {
        // given pictures that begin half a second after the sound
        Path reel = bench.reel("late.mkv", true, ("-vf setpts=PTS+0.5/TB " + X264 + " -c:a aac").split(" "));

        List<Chunk> found = split(reel);

        assertPartitions(reel, found);
        assertThat(video(found).getFirst().span().start().toDouble()).isBetween(0.45, 0.55);
        assertThat(found.getLast().span().start()).isEqualTo(Rational.ZERO);
    }

    @Test
    void reEncodesForTheAnalysisWhatCanNotBeCopied() throws IOException {
        // given RealVideo, which no container of ours takes back
        Path reel = bench.reel("real.rm", true, "-s 96x64 -c:v rv10 -g 25 -c:a ac3".split(" "));
        JobTicket ticket = SplitBench.ticket(Duration.ofSeconds(1));
        RecordingContext<SplitFact> job = RecordingContext.firstTry(ticket);

        Outcome<SplitFact> outcome = bench.split(bench.stage(), bench.stored(reel, ticket), job);

        // then all pictures are there, and the person who waits is told
        List<Chunk> video = video(SplitBench.chunks(job));
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        assertThat(video.stream().mapToLong(Chunk::frames).sum()).isEqualTo(150);
        assertThat(video.stream()
                        .mapToInt(chunk -> bench.pictures(bench.file(chunk)).size())
                        .sum())
                .isEqualTo(150);
        assertThat(length(video)).isEqualTo(Rational.of(6, 1));
        assertThat(job.notes()).singleElement().asString().contains("rv10", "re-encoded for the analysis");
    }

    private List<Chunk> split(Path reel) throws IOException {
        JobTicket ticket = SplitBench.ticket(Duration.ofSeconds(1));
        RecordingContext<SplitFact> job = RecordingContext.firstTry(ticket);
        Footage footage = bench.stored(reel, ticket);

        Outcome<SplitFact> outcome = bench.split(bench.stage(), footage, job);

        List<Chunk> chunks = SplitBench.chunks(job);
        SplitFact.Finished finished =
                (SplitFact.Finished) ((Outcome.Done<SplitFact>) outcome).facts().getFirst();
        assertThat(finished.videoChunks()).isEqualTo(video(chunks).size());
        assertThat(finished.audioChunks()).isEqualTo(1);
        assertThat(finished.duration())
                .isEqualTo(chunks.stream().map(chunk -> chunk.span().end()).reduce(Rational.ZERO, Rational::max));
        assertThat(job.notes()).isEmpty();
        return chunks;
    }

    private void assertPartitions(Path reel, List<Chunk> found) {
        List<Chunk> video = video(found);
        List<String> pictures = new ArrayList<>();
        for (int index = 0; index < video.size(); index++) {
            Chunk chunk = video.get(index);
            List<String> own = bench.pictures(bench.file(chunk));
            assertThat(chunk.index()).isEqualTo(index);
            assertThat(own).as(chunk.unit()).hasSize((int) chunk.frames());
            assertThat(bench.firstPicture(bench.file(chunk))).as(chunk.unit()).isZero();
            if (index > 0) {
                assertThat(chunk.span().start())
                        .isEqualTo(video.get(index - 1).span().end());
            }
            pictures.addAll(own);
        }
        assertThat(pictures).isEqualTo(bench.pictures(reel));
    }

    /** The same samples; only the padding that some encoders add at the very end may show. Windows Media rounds when it is stored anew. */
    private static void assertSoundsAlike(byte[] found, byte[] source, String name) {
        assertThat(found.length).isBetween(source.length, source.length + 2 * 1024);
        if (!name.endsWith(".wmv")) {
            assertThat(Arrays.mismatch(found, 0, source.length, source, 0, source.length))
                    .isNegative();
        }
    }

    private static List<Chunk> video(List<Chunk> chunks) {
        return chunks.stream().filter(chunk -> chunk.track() == Track.VIDEO).toList();
    }

    private static Rational length(List<Chunk> chunks) {
        return chunks.stream().map(chunk -> chunk.span().duration()).reduce(Rational.ZERO, Rational::plus);
    }
}
