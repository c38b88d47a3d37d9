package dev.rushes.ingest.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What each code means and what to do about it, from {@code problems.txt}: paragraphs of a code, its meaning and the remedy, a line each, under
 * titles that begin with {@code #}.
 */
final class ProblemGuide {
    private static final String FILE = "problems.txt";
    private static final ProblemGuide ALL = read();

    private final List<Chapter> chapters;
    private final Map<String, Entry> byCode;

    private ProblemGuide(List<Chapter> chapters) {
        this.chapters = List.copyOf(chapters);
        this.byCode = chapters.stream()
                .flatMap(chapter -> chapter.entries().stream())
                .collect(Collectors.toUnmodifiableMap(Entry::code, entry -> entry));
    }

    /**
     * @param title what its codes have in common
     * @param entries in the order of the page
     */
    record Chapter(String title, List<Entry> entries) {}

    /**
     * @param code stable code
     * @param meaning what has happened, in a sentence
     * @param remedy what to do, in a sentence or two
     */
    record Entry(String code, String meaning, String remedy) {}

    static ProblemGuide all() {
        return ALL;
    }

    List<Chapter> chapters() {
        return chapters;
    }

    Optional<Entry> of(String code) {
        return Optional.ofNullable(byCode.get(code));
    }

    private static ProblemGuide read() {
        try (InputStream file = Objects.requireNonNull(ProblemGuide.class.getResourceAsStream(FILE), FILE)) {
            return parse(new String(file.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("Expected to read " + FILE + " of this program", e);
        }
    }

    private static ProblemGuide parse(String text) {
        Map<String, List<Entry>> chapters = new LinkedHashMap<>();
        List<Entry> entries = new ArrayList<>();
        for (String paragraph : text.strip().split("\\R\\s*\\R")) {
            String[] lines = paragraph.split("\\R");
            if (paragraph.startsWith("# ")) {
                entries = chapters.computeIfAbsent(paragraph.substring(2), _ -> new ArrayList<>());
            } else if (lines.length == 3) {
                entries.add(new Entry(lines[0], lines[1], lines[2]));
            } else {
                throw new IllegalStateException(
                        "Expected a code, its meaning and the remedy on a line each, but got:\n" + paragraph);
            }
        }
        return new ProblemGuide(chapters.entrySet().stream()
                .map(chapter -> new Chapter(chapter.getKey(), List.copyOf(chapter.getValue())))
                .toList());
    }
}
