package dev.rushes.timeline.document;

import dev.rushes.timeline.domain.FootageAnalysis;
import dev.rushes.timeline.domain.FootageAnalysis.Tile;
import java.util.List;
import java.util.function.Function;

/** What is known of the footage in formats that players read. Without anything to say, a file has no cues. */
public enum AnalysisExport {
    CHAPTERS("chapters.vtt", "text/vtt", analysis -> CueFiles.webVtt(chapters(analysis))),
    CAPTIONS("captions.vtt", "text/vtt", analysis -> CueFiles.webVtt(captions(analysis))),
    SUBTITLES("captions.srt", "application/x-subrip", analysis -> CueFiles.subRip(captions(analysis))),
    STORYBOARD("storyboard.vtt", "text/vtt", analysis -> CueFiles.webVtt(storyboard(analysis)));

    private final String file;
    private final String contentType;
    private final Function<FootageAnalysis, byte[]> writer;

    AnalysisExport(String file, String contentType, Function<FootageAnalysis, byte[]> writer) {
        this.file = file;
        this.contentType = contentType;
        this.writer = writer;
    }

    /** Name of the file, such as "chapters.vtt". */
    public String file() {
        return file;
    }

    public String contentType() {
        return contentType;
    }

    public byte[] bytes(FootageAnalysis analysis) {
        return writer.apply(analysis);
    }

    private static List<Cue> captions(FootageAnalysis analysis) {
        return Captions.of(analysis.spoken(), analysis.speech());
    }

    private static List<Cue> chapters(FootageAnalysis analysis) {
        return analysis.chapters().stream()
                .map(chapter -> new Cue(chapter.span().start(), chapter.span().end(), List.of(chapter.title())))
                .toList();
    }

    /** As players have it: the file and the part of it, from the folder of this file on. */
    private static List<Cue> storyboard(FootageAnalysis analysis) {
        return analysis.tiles().stream()
                .map(tile -> new Cue(tile.span().start(), tile.span().end(), List.of(address(tile))))
                .toList();
    }

    private static String address(Tile tile) {
        String name = tile.key().substring(tile.key().lastIndexOf('/') + 1);
        return "../analysis/" + name + "#xywh=" + tile.x() + "," + tile.y() + "," + tile.width() + "," + tile.height();
    }
}
