package dev.rushes.media.ffmpeg;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Recognizes what is often sent in place of footage by its first bytes, so that people get told what they sent, and lists of other files
 * never reach ffmpeg at all.
 */
final class FirstBytes {
    /** Bytes to look at. */
    static final int COUNT = 4096;

    private static final List<Magic> MAGICS = List.of(
            new Magic("%PDF", "a PDF document"),
            new Magic("PK\u0003\u0004", "a ZIP archive or office document"),
            new Magic("Rar!", "a RAR archive"),
            new Magic("7z\u00bc\u00af", "a 7-Zip archive"),
            new Magic("\u001f\u008b", "a gzip archive"),
            new Magic("\u00fd7zXZ", "an xz archive"),
            new Magic("\u0089PNG", "a picture (PNG)"),
            new Magic("\u00ff\u00d8\u00ff", "a picture (JPEG)"),
            new Magic("II*\u0000", "a picture (TIFF)"),
            new Magic("MM\u0000*", "a picture (TIFF)"),
            new Magic("\u007fELF", "a program"),
            new Magic("MZ", "a program"),
            new Magic("SQLite format 3", "a database"),
            new Magic("\u00d0\u00cf\u0011\u00e0", "an office document"));

    private static final List<Magic> TEXTS = List.of(
            new Magic("#extm3u", "an HLS playlist, a list of other files"),
            new Magic("ffconcat", "a list of other files"),
            new Magic("[playlist]", "a playlist"),
            new Magic("v=0", "a session description (SDP)"),
            new Magic("<!doctype html", "a web page (HTML)"),
            new Magic("<html", "a web page (HTML)"),
            new Magic("<svg", "a picture (SVG)"),
            new Magic("<mpd", "a DASH manifest, a list of other files"),
            new Magic("<?xml", "an XML document"),
            new Magic("<", "a web page or XML document"),
            new Magic("webvtt", "a file of subtitles"),
            new Magic("{", "a JSON document"));

    private FirstBytes() {}

    /** What these bytes are, in words for people, if they surely are not footage. */
    static Optional<String> foreign(byte[] head) {
        String raw = new String(head, StandardCharsets.ISO_8859_1);
        Optional<String> binary = MAGICS.stream()
                .filter(magic -> raw.startsWith(magic.start()))
                .map(Magic::name)
                .findFirst();
        if (binary.isPresent()) {
            return binary;
        }
        if (raw.startsWith("RIFF") && raw.startsWith("WEBP", 8)) {
            return Optional.of("a picture (WebP)");
        }
        return isText(head) ? Optional.of(kindOfText(raw)) : Optional.empty();
    }

    private static String kindOfText(String raw) {
        String text = raw.replaceFirst("^\u00ef\u00bb\u00bf", "").stripLeading().toLowerCase(Locale.ROOT);
        return TEXTS.stream()
                .filter(magic -> text.startsWith(magic.start()))
                .map(Magic::name)
                .findFirst()
                .orElse("a text file");
    }

    /** No container of media gets by without control characters in its first bytes. */
    private static boolean isText(byte[] head) {
        for (byte octet : head) {
            boolean layout = octet == '\n' || octet == '\r' || octet == '\t' || octet == '\f';
            if (octet >= 0 && octet < ' ' && !layout || octet == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private record Magic(String start, String name) {}
}
