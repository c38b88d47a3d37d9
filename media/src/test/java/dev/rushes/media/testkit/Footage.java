package dev.rushes.media.testkit;

import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.ffmpeg.ToolRun;
import dev.rushes.media.testkit.Clip.Truth;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes small clips with ffmpeg's own generators. Every method takes about a second, blocks, and gives the truth with the clip. A clip that
 * was made before in the same folder is reused.
 */
public final class Footage {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 180;
    private static final int RATE = 25;
    private static final String H264 = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -bf 2 -b_strategy 0";
    private static final String CLOSED_GOP = H264 + " -x264-params keyint=25:min-keyint=25:scenecut=0:open-gop=0";
    private static final String AAC = "-c:a aac -b:a 96k";

    private final Ffmpeg ffmpeg;
    private final Path folder;

    public Footage(Ffmpeg ffmpeg, Path folder) {
        this.ffmpeg = ffmpeg;
        this.folder = folder;
    }

    /**
     * Four shots of 3 s with hard cuts at 3, 6 and 9 s, with sound: a tone, speech-like noise, silence from 6 to 9 s, a tone. 12 s, mp4, H.264
     * with closed GOPs of 25 pictures, AAC.
     */
    public Clip shots() {
        return make("shots.mp4", "video/mp4", shotsTruth(), pictures() + sounds(), CLOSED_GOP + " " + AAC);
    }

    /** As {@link #shots}, but with the index at the front, as web servers have it. */
    public Clip shotsIndexFirst() {
        return make(
                "shots-index-first.mp4",
                "video/mp4",
                shotsTruth(),
                pictures() + sounds(),
                CLOSED_GOP + " " + AAC + " -movflags +faststart");
    }

    /** As {@link #shots}, in fragments, as browsers and live encoders write it. */
    public Clip shotsFragmented() {
        return make(
                "shots-fragmented.mp4",
                "video/mp4",
                shotsTruth(),
                pictures() + sounds(),
                CLOSED_GOP + " " + AAC + " -movflags +frag_keyframe+empty_moov+default_base_moof");
    }

    /** As {@link #shots}, as MPEG transport stream; its clock does not begin at 0. */
    public Clip shotsTs() {
        return make("shots.ts", "video/mp2t", shotsTruth(), pictures() + sounds(), CLOSED_GOP + " " + AAC);
    }

    /** As {@link #shots}, as Matroska, whose clock counts milliseconds. */
    public Clip shotsMkv() {
        return make("shots.mkv", "video/x-matroska", shotsTruth(), pictures() + sounds(), CLOSED_GOP + " " + AAC);
    }

    /** As {@link #shots}, as AVI with MPEG-4 part 2 and MP3. */
    public Clip shotsAvi() {
        return make(
                "shots.avi",
                "video/x-msvideo",
                shotsTruth(),
                pictures() + sounds(),
                "-c:v mpeg4 -q:v 5 -g 25 -c:a libmp3lame -b:a 96k");
    }

    /** As {@link #shots}, but keyframes where the encoder sees cuts and GOPs up to 250 pictures. */
    public Clip shotsLongGop() {
        Truth closed = shotsTruth();
        return make(
                "shots-long-gop.mp4",
                "video/mp4",
                with(closed, Optional.empty()),
                pictures() + sounds(),
                H264 + " -x264-params keyint=250:open-gop=0 " + AAC);
    }

    /** As {@link #shots}, but with open GOPs: pictures after a keyframe refer to pictures before it, and may be shown before it. */
    public Clip shotsOpenGop() {
        return make(
                "shots-open-gop.mp4",
                "video/mp4",
                shotsTruth(),
                pictures() + sounds(),
                "-c:v libx264 -preset veryfast -pix_fmt yuv420p -bf 3 -b_strategy 0"
                        + " -x264-params keyint=25:min-keyint=25:scenecut=0:open-gop=1 " + AAC);
    }

    /** A browser's recording: VP8 and Opus in WebM that does not say how long it is. 4 s. */
    public Clip webmWithoutDuration() {
        return make(
                "no-duration.webm",
                "video/webm",
                moving(4, true),
                moving(4) + tone(4) + join(1, "[v0]", "[a0]"),
                "-c:v libvpx -deadline realtime -cpu-used 8 -b:v 300k -c:a libopus -b:a 48k -live 1 -f webm");
    }

    /**
     * 10 s in which the picture goes black from 2 to 4 s and stands still from 6 to 9 s; speech-like noise, silent from 4 to 6 s.
     */
    public Clip blackAndFrozen() {
        String graph = "testsrc2=s=320x180:r=25:d=2,setsar=1[p0];color=c=black:s=320x180:r=25:d=2,setsar=1[p1];"
                + "mandelbrot=s=320x180:r=25,trim=duration=2,setpts=PTS-STARTPTS,setsar=1[p2];"
                + "color=c=teal:s=320x180:r=25:d=3,drawgrid=w=40:h=40:c=white,setsar=1[p3];"
                + "testsrc2=s=320x180:r=25:d=1,hue=h=120,setsar=1[p4];"
                + "[p0][p1][p2][p3][p4]concat=n=5:v=1:a=0[v];"
                + speech(4, "s0") + quiet(2, "s1") + speech(4, "s2") + "[s0][s1][s2]concat=n=3:v=0:a=1[a]";
        Truth truth = new Truth(
                seconds(10),
                250,
                Rational.of(RATE, 1),
                WIDTH,
                HEIGHT,
                0,
                true,
                true,
                List.of(seconds(2), seconds(4), seconds(6), seconds(9)),
                List.of(span(2, 4)),
                List.of(span(2, 4), span(6, 9)),
                List.of(span(4, 6)),
                Optional.of(25));
        return make("black-and-frozen.mp4", "video/mp4", truth, graph, CLOSED_GOP + " " + AAC);
    }

    /** A phone held upright: coded 320x180, to be shown turned by 90 degrees clockwise. 3 s. */
    public Clip rotated() {
        Clip plain = make(
                "before-rotation.mp4",
                "video/mp4",
                moving(3, true),
                moving(3) + tone(3) + join(1, "[v0]", "[a0]"),
                CLOSED_GOP + " " + AAC);
        Truth truth = plain.truth();
        return makeFrom(
                "rotated.mp4",
                new Truth(
                        truth.duration(),
                        truth.frames(),
                        truth.frameRate(),
                        WIDTH,
                        HEIGHT,
                        90,
                        true,
                        true,
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        truth.keyframeEvery()),
                plain,
                List.of("-display_rotation:v:0", "-90"),
                List.of("-map", "0", "-c", "copy"));
    }

    /** Pictures at irregular times: 2 s at 25, 2 s at 10, 2 s at 30 pictures a second. 6 s, 130 pictures, with a tone. */
    public Clip variableRate() {
        String graph = "testsrc2=s=320x180:r=25:d=2,settb=1/90000,setsar=1[p0];"
                + "testsrc2=s=320x180:r=10:d=2,settb=1/90000,hue=h=90,setsar=1[p1];"
                + "testsrc2=s=320x180:r=30:d=2,settb=1/90000,hue=h=180,setsar=1[p2];"
                + "[p0][p1][p2]concat=n=3:v=1:a=0[v];sine=f=330:r=48000:d=6[a]";
        Truth truth = new Truth(
                seconds(6),
                130,
                Rational.ZERO,
                WIDTH,
                HEIGHT,
                0,
                true,
                true,
                List.of(seconds(2), seconds(4)),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty());
        return make("variable-rate.mp4", "video/mp4", truth, graph, CLOSED_GOP + " -fps_mode passthrough " + AAC);
    }

    /** Sound alone: 2 s of tone, 2 s of silence, 2 s of speech-like noise. 6 s, AAC in mp4. */
    public Clip audioOnly() {
        String graph =
                "sine=f=440:r=48000:d=2[s0];" + quiet(2, "s1") + speech(2, "s2") + "[s0][s1][s2]concat=n=3:v=0:a=1[a]";
        Truth truth = new Truth(
                seconds(6),
                0,
                Rational.ZERO,
                0,
                0,
                0,
                false,
                true,
                List.of(),
                List.of(),
                List.of(),
                List.of(span(2, 4)),
                Optional.empty());
        return make("audio-only.m4a", "audio/mp4", truth, graph, AAC + " -f mp4");
    }

    /** Pictures alone. 4 s with a hard cut at 2 s. */
    public Clip videoOnly() {
        String graph = "testsrc2=s=320x180:r=25:d=2,setsar=1[p0];mandelbrot=s=320x180:r=25,trim=duration=2,"
                + "setpts=PTS-STARTPTS,setsar=1[p1];[p0][p1]concat=n=2:v=1:a=0[v]";
        Truth truth = new Truth(
                seconds(4),
                100,
                Rational.of(RATE, 1),
                WIDTH,
                HEIGHT,
                0,
                true,
                false,
                List.of(seconds(2)),
                List.of(),
                List.of(),
                List.of(),
                Optional.of(25));
        return make("video-only.mp4", "video/mp4", truth, graph, CLOSED_GOP);
    }

    /** Odd numbers of pixels, which 4:2:0 encoders refuse: 321x181, 4:4:4. 2 s. */
    public Clip oddSize() {
        Truth truth = new Truth(
                seconds(2),
                50,
                Rational.of(RATE, 1),
                321,
                181,
                0,
                true,
                false,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.of(25));
        return make(
                "odd-size.mp4",
                "video/mp4",
                truth,
                "testsrc2=s=321x181:r=25:d=2,setsar=1[v]",
                CLOSED_GOP.replace("yuv420p", "yuv444p"));
    }

    /** NTSC's rate, 30000/1001 pictures a second. 4.004 s, 120 pictures, with a tone. */
    public Clip ntsc() {
        Truth truth = new Truth(
                Rational.of(4004, 1000),
                120,
                Rational.of(30000, 1001),
                WIDTH,
                HEIGHT,
                0,
                true,
                true,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.of(25));
        return make(
                "ntsc.mp4",
                "video/mp4",
                truth,
                "testsrc2=s=320x180:r=30000/1001:d=4.004,setsar=1[v];sine=f=440:r=48000:d=4.004[a]",
                CLOSED_GOP + " " + AAC);
    }

    /**
     * Anything else: a graph whose ends are {@code [v]} and/or {@code [a]}, and the options of the output, divided by spaces.
     */
    public Clip make(String name, String contentType, Truth truth, String graph, String options) {
        List<String> arguments = new ArrayList<>(List.of("-filter_complex", graph));
        if (truth.video()) {
            arguments.addAll(List.of("-map", "[v]"));
        }
        if (truth.audio()) {
            arguments.addAll(List.of("-map", "[a]"));
        }
        arguments.addAll(List.of(options.split(" ")));
        return new Clip(written(name, arguments), contentType, truth);
    }

    private Clip makeFrom(String name, Truth truth, Clip source, List<String> input, List<String> output) {
        List<String> arguments = new ArrayList<>(ffmpeg.input(source.file(), input.toArray(String[]::new)));
        arguments.addAll(output);
        return new Clip(written(name, arguments), source.contentType(), truth);
    }

    private Path written(String name, List<String> arguments) {
        try {
            Files.createDirectories(folder);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            List<String> all = new ArrayList<>(arguments);
            // The same bytes on every machine, so that digests can be compared.
            all.addAll(List.of(
                    "-map_metadata",
                    "-1",
                    "-fflags",
                    "+bitexact",
                    "-flags:v",
                    "+bitexact",
                    "-flags:a",
                    "+bitexact",
                    name));
            var report = ffmpeg.run(new ToolRun("synthesize " + name, all, folder, MediaFixture.LIMITS), progress -> {})
                    .block(Duration.ofSeconds(90));
        }
        return file;
    }

    /** Four pictures that nobody takes for each other. */
    private static String pictures() {
        return "testsrc2=s=320x180:r=25:d=3,setsar=1[p0];"
                + "mandelbrot=s=320x180:r=25,trim=duration=3,setpts=PTS-STARTPTS,setsar=1[p1];"
                + "smptehdbars=s=320x180:r=25:d=3,drawbox=x=mod(t*60\\,300):y=60:w=40:h=40:color=white:t=fill,setsar=1[p2];"
                + "gradients=s=320x180:r=25:d=3:c0=red:c1=blue:n=2:speed=0.05:seed=7,setsar=1[p3];"
                + "[p0][p1][p2][p3]concat=n=4:v=1:a=0[v];";
    }

    private static String sounds() {
        return "sine=f=440:r=48000:d=3[s0];" + speech(3, "s1") + quiet(3, "s2") + "sine=f=880:r=48000:d=3[s3];"
                + "[s0][s1][s2][s3]concat=n=4:v=0:a=1[a]";
    }

    /** Noise in the band of a voice that swells and fades four times a second, as syllables do. */
    private static String speech(int seconds, String label) {
        return "anoisesrc=r=48000:d=" + seconds + ":c=pink:a=0.6:seed=11,highpass=f=200,lowpass=f=3400,"
                + "tremolo=f=4:d=0.9[" + label + "];";
    }

    private static String quiet(int seconds, String label) {
        return "anullsrc=r=48000:cl=mono,atrim=duration=" + seconds + "[" + label + "];";
    }

    private static String moving(int seconds) {
        return "testsrc2=s=320x180:r=25:d=" + seconds + ",setsar=1[v0];";
    }

    private static String tone(int seconds) {
        return "sine=f=440:r=48000:d=" + seconds + "[a0];";
    }

    private static String join(int parts, String video, String audio) {
        return video + "concat=n=" + parts + ":v=1:a=0[v];" + audio + "concat=n=" + parts + ":v=0:a=1[a]";
    }

    private static Truth shotsTruth() {
        return new Truth(
                seconds(12),
                300,
                Rational.of(RATE, 1),
                WIDTH,
                HEIGHT,
                0,
                true,
                true,
                List.of(seconds(3), seconds(6), seconds(9)),
                List.of(),
                List.of(),
                List.of(span(6, 9)),
                Optional.of(25));
    }

    private static Truth moving(int length, boolean audio) {
        return new Truth(
                seconds(length),
                length * RATE,
                Rational.of(RATE, 1),
                WIDTH,
                HEIGHT,
                0,
                true,
                audio,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.of(25));
    }

    private static Truth with(Truth truth, Optional<Integer> keyframeEvery) {
        return new Truth(
                truth.duration(),
                truth.frames(),
                truth.frameRate(),
                truth.width(),
                truth.height(),
                truth.rotation(),
                truth.video(),
                truth.audio(),
                truth.cuts(),
                truth.black(),
                truth.frozen(),
                truth.silence(),
                keyframeEvery);
    }

    private static Rational seconds(int seconds) {
        return Rational.of(seconds, 1);
    }

    private static Span span(int start, int end) {
        return new Span(seconds(start), seconds(end));
    }
}
