package dev.rushes.ingest.links;

import dev.rushes.ingest.domain.CleanText;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;

/** Names that people save results under, made from the name of their footage; and how a header says them (RFC 6266, RFC 8187). */
public final class DownloadName {
    private static final int STEM_LIMIT = 100;
    private static final String PLAIN = "!#$&+-.^_`|~";

    private DownloadName() {}

    /** For "birthday.mov": "birthday – film.mp4". Characters that file systems act upon are left out. */
    public static String of(Optional<String> footage, String what, String extension) {
        String stem =
                footage.map(DownloadName::stem).filter(name -> !name.isEmpty()).orElse("rushes");
        return stem + " – " + what + "." + extension;
    }

    /** The header's value: a plain form for old clients, and the real one. */
    public static String header(Grant.Disposition disposition, String filename) {
        String kind = disposition == Grant.Disposition.INLINE ? "inline" : "attachment";
        return kind + "; filename=\"" + plain(filename) + "\"; filename*=UTF-8''" + percent(filename);
    }

    private static String stem(String filename) {
        String name = CleanText.line(filename, 1000);
        name = name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
        int dot = name.lastIndexOf('.');
        String stem = dot > 0 ? name.substring(0, dot) : name;
        String safe = stem.replaceAll("[<>:\"|?*\\\\/]", " ").replaceAll("^[. ]+|[. ]+$", "");
        return CleanText.line(safe.replaceAll(" {2,}", " "), STEM_LIMIT);
    }

    private static String plain(String filename) {
        String bare = Normalizer.normalize(filename, Normalizer.Form.NFKD)
                .replace('–', '-')
                .replaceAll("\\p{M}", "");
        return bare.replaceAll("[^ -~]", "_").replaceAll("[\"\\\\%]", "_");
    }

    private static String percent(String filename) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : filename.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (octet & 0xFF);
            boolean letter = character < 128 && Character.isLetterOrDigit(character);
            if (letter || PLAIN.indexOf(character) >= 0) {
                encoded.append(character);
            } else {
                encoded.append('%').append("%02X".formatted(octet & 0xFF));
            }
        }
        return encoded.toString();
    }
}
