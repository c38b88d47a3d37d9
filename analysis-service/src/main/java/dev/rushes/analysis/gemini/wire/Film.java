package dev.rushes.analysis.gemini.wire;

import java.nio.file.Path;

/** What is to be looked at, as it goes into a request. */
public sealed interface Film {
    /** The bytes themselves. */
    record Inline(Path file, String mimeType) implements Film {}

    /** A file that was brought before. */
    record Brought(String uri, String mimeType) implements Film {}
}
