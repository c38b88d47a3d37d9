package dev.rushes.split.ffmpeg;

import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.ffmpeg.ToolLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Looks at a file that ffmpeg wrote, because its exit code alone proves nothing. */
public final class TrackInspector {
    private static final List<String> CONTENT =
            List.of("-count_packets", "-show_entries", "stream=codec_name,nb_read_packets", "-of", "csv=p=1");

    private final Ffmpeg ffmpeg;
    private final ToolLimits limits;

    public TrackInspector(Ffmpeg ffmpeg, ToolLimits limits) {
        this.ffmpeg = ffmpeg;
        this.limits = limits;
    }

    /**
     * What a file with a single track holds.
     *
     * @param codec name as ffmpeg says it; empty if there is no track
     * @param packets packets that can be read
     */
    public record Content(String codec, long packets) {}

    public Mono<Content> inspect(Path file) {
        return ffmpeg.inspect(file, CONTENT, limits, TrackInspector::read);
    }

    private static Content read(InputStream stdout) throws IOException {
        BoundedLines lines = new BoundedLines(stdout);
        Content content = new Content("", 0);
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
            String[] fields = line.get().split(",", 4);
            if (fields.length >= 3 && fields[0].equals("stream")) {
                content = new Content(fields[1], fields[2].equals("N/A") ? 0 : Long.parseLong(fields[2]));
            }
        }
        return content;
    }
}
