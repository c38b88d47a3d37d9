package dev.rushes.standalone;

import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.ffmpeg.ToolReport;
import dev.rushes.media.ffmpeg.ToolRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Footage for a first try, made by ffmpeg on the spot: eight distinct shots, moving pictures and tones, something like speech, a black passage
 * and a frozen one. It is made once for a data folder.
 */
final class SampleFootage {
    private static final String SIZE = "960x540";

    /**
     * One shot.
     *
     * @param seconds length
     * @param picture source of the picture
     * @param sound source of the sound
     */
    private record Shot(int seconds, String picture, String sound) {}

    private static final List<Shot> SHOTS = List.of(
            new Shot(
                    6,
                    "testsrc2=s=" + SIZE + ":r=25,hue=h=20*t",
                    "sine=frequency=440:sample_rate=48000,tremolo=f=2:d=0.5"),
            new Shot(
                    7,
                    "mandelbrot=s=480x270:r=25:maxiter=200:end_scale=0.02,scale=" + SIZE,
                    "aevalsrc=0.2*sin(2*PI*(200+60*t)*t):s=48000"),
            new Shot(
                    6,
                    "gradients=s=" + SIZE + ":r=25:speed=0.05:seed=7",
                    "anoisesrc=a=0.2:c=pink:r=48000:seed=11,tremolo=f=4:d=0.9"),
            new Shot(2, "color=black:s=" + SIZE + ":r=25", "anullsrc=r=48000:cl=mono"),
            new Shot(
                    6,
                    "sierpinski=s=" + SIZE + ":r=25:seed=3:type=carpet",
                    "aevalsrc=0.2*sin(2*PI*330*t)+0.1*sin(2*PI*660*t):s=48000"),
            new Shot(3, "smptehdbars=s=" + SIZE + ":r=25", "anullsrc=r=48000:cl=mono"),
            new Shot(
                    6,
                    "life=s=320x180:r=25:mold=10:ratio=0.3:seed=5:death_color=#203060:life_color=#ffd060,scale=" + SIZE
                            + ":flags=neighbor",
                    "anoisesrc=a=0.12:c=brown:r=48000:seed=12,tremolo=f=5:d=0.8"),
            new Shot(
                    6,
                    "testsrc=s=" + SIZE + ":r=25,rotate=a=t/2:c=teal",
                    "sine=frequency=523:beep_factor=2:sample_rate=48000"));

    private SampleFootage() {}

    /** The sample of a data folder, made if it is not there yet. */
    static Path make(Ffmpeg ffmpeg, Path data, Terminal terminal) throws IOException {
        Path folder = Files.createDirectories(data.resolve("sample").toAbsolutePath());
        Path sample = folder.resolve("sample.mp4");
        if (Files.exists(sample)) {
            return sample;
        }
        Path aside = folder.resolve("sample.part.mp4");
        ToolRun run = new ToolRun("make sample footage", arguments(ffmpeg, aside), folder, ffmpeg.limits());
        ToolReport report =
                Objects.requireNonNull(ffmpeg.run(run, progress -> {}).block());
        Files.move(aside, sample);
        int seconds = SHOTS.stream().mapToInt(Shot::seconds).sum();
        terminal.line("Made %d s of sample footage in %.1f s: %s"
                .formatted(seconds, report.wall().toMillis() / 1e3, sample));
        return sample;
    }

    private static List<String> arguments(Ffmpeg ffmpeg, Path film) {
        List<String> arguments = new ArrayList<>();
        SHOTS.forEach(shot ->
                arguments.addAll(ffmpeg.generatedInput(shot.picture(), "-t", Integer.toString(shot.seconds()))));
        SHOTS.forEach(
                shot -> arguments.addAll(ffmpeg.generatedInput(shot.sound(), "-t", Integer.toString(shot.seconds()))));
        arguments.addAll(List.of("-filter_complex", join(), "-map", "[v]", "-map", "[a]"));
        arguments.addAll(List.of("-c:v", "libx264", "-preset", "ultrafast", "-crf", "23", "-g", "50"));
        arguments.addAll(List.of("-c:a", "aac", "-b:a", "128k", "-movflags", "+faststart", "file:" + film));
        return arguments;
    }

    private static String join() {
        int shots = SHOTS.size();
        String each = IntStream.range(0, shots)
                .mapToObj(shot -> "[%d:v]format=yuv420p,setsar=1[v%d];[%d:a]aformat=channel_layouts=mono[a%d];"
                        .formatted(shot, shot, shot + shots, shot))
                .collect(Collectors.joining());
        String pairs = IntStream.range(0, shots)
                .mapToObj(shot -> "[v%d][a%d]".formatted(shot, shot))
                .collect(Collectors.joining());
        return each + pairs + "concat=n=" + shots + ":v=1:a=1[v][a]";
    }
}
