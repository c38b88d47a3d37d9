package dev.rushes.analysis.gemini.domain;

import dev.rushes.analysis.gemini.domain.Draft.Moment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/** Takes from an answer what has the right form and possible times; mends what is clear, drops what is not, and counts both. */
final class DraftReader {
    private static final Set<String> KINDS =
            Set.of("speech", "action", "scene_change", "music", "text_on_screen", "silence", "other");
    private static final Set<String> FIELDS = Set.of(
            "start", "end", "kind", "label", "description", "transcript", "tags", "highlight_score", "confidence");

    /** Models write whole seconds, so the last one may lie behind the end. */
    private static final long CLAMP = 1000;

    private static final int LONGEST_LABEL = 80;
    private static final int LONGEST_TEXT = 2000;
    private static final int MOST_TAGS = 8;

    private final Piece piece;
    private final Set<String> flags = new TreeSet<>();
    private int dropped;
    private int repeats;
    private boolean malformed;

    DraftReader(Piece piece, List<String> oddities) {
        this.piece = piece;
        flags.addAll(oddities);
    }

    int dropped() {
        return dropped;
    }

    int repeats() {
        return repeats;
    }

    boolean malformed() {
        return malformed;
    }

    Draft read(Map<String, Object> root) {
        List<Moment> moments = new ArrayList<>();
        if (root.get("segments") instanceof List<?> list) {
            for (Object one : list) {
                if (one instanceof Map<?, ?> segment) {
                    segment(segment, moments);
                } else {
                    drop("no segment");
                }
            }
        } else {
            malformed = true;
        }
        sort(moments);
        List<Moment> kept =
                moments.size() <= Wording.MOST_SEGMENTS ? moments : moments.subList(0, Wording.MOST_SEGMENTS);
        if (kept.size() < moments.size()) {
            flags.add("more segments than asked for");
        }
        return new Draft(
                kept, language(root.get("language")), text(root.get("summary"), LONGEST_TEXT), List.copyOf(flags));
    }

    private void segment(Map<?, ?> segment, List<Moment> moments) {
        OptionalLong start = time(segment.get("start"));
        OptionalLong end = time(segment.get("end"));
        if (start.isEmpty() || end.isEmpty()) {
            drop("no time");
            return;
        }
        long from = start.getAsLong();
        long to = end.getAsLong();
        if (to > piece.lengthMillis() && to <= piece.lengthMillis() + CLAMP) {
            to = piece.lengthMillis();
            flags.add("time a little past the end");
        }
        if (from >= to || to > piece.lengthMillis()) {
            drop(from >= to ? "end before start" : "time past the end");
            return;
        }
        if (!FIELDS.containsAll(segment.keySet())) {
            flags.add("unknown field");
        }
        if (!segment.keySet().containsAll(FIELDS)) {
            flags.add("missing field");
        }
        Moment moment = new Moment(
                from,
                to,
                kind(segment.get("kind")),
                text(segment.get("label"), LONGEST_LABEL),
                text(segment.get("description"), LONGEST_TEXT),
                text(segment.get("transcript"), LONGEST_TEXT),
                tags(segment.get("tags")),
                percent(segment.get("highlight_score")),
                percent(segment.get("confidence")));
        if (moments.stream().anyMatch(moment::repeats)) {
            repeats++;
            flags.add("segment twice");
        } else {
            moments.add(moment);
        }
    }

    private void sort(List<Moment> moments) {
        Comparator<Moment> byTime =
                Comparator.comparingLong(Moment::startMillis).thenComparingLong(Moment::endMillis);
        List<Moment> sorted = moments.stream().sorted(byTime).toList();
        if (!sorted.equals(moments)) {
            flags.add("out of order");
        }
        moments.clear();
        moments.addAll(sorted);
    }

    private void drop(String why) {
        dropped++;
        flags.add(why);
    }

    private static OptionalLong time(@org.jspecify.annotations.Nullable Object written) {
        return written == null ? OptionalLong.empty() : TimeWords.millis(written);
    }

    private String kind(@org.jspecify.annotations.Nullable Object written) {
        if (written instanceof String kind && KINDS.contains(kind)) {
            return kind;
        }
        flags.add("unknown kind");
        return "other";
    }

    private static String language(@org.jspecify.annotations.Nullable Object written) {
        return written instanceof String tag && tag.matches("[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*") ? tag : "und";
    }

    private static List<String> tags(@org.jspecify.annotations.Nullable Object written) {
        return written instanceof List<?> list
                ? list.stream()
                        .filter(String.class::isInstance)
                        .map(tag -> text(tag, LONGEST_LABEL).toLowerCase(Locale.ROOT))
                        .filter(tag -> !tag.isBlank())
                        .limit(MOST_TAGS)
                        .toList()
                : List.of();
    }

    private static String text(@org.jspecify.annotations.Nullable Object written, int longest) {
        if (!(written instanceof String words)) {
            return "";
        }
        // Half a letter, as cut off by the model, is none; and none is made here.
        String plain = words.strip().replaceAll("[\\p{Cntrl}\\p{Cs}]", " ");
        int end = Math.min(plain.length(), longest);
        return plain.substring(0, end < plain.length() && Character.isLowSurrogate(plain.charAt(end)) ? end - 1 : end);
    }

    private static int percent(@org.jspecify.annotations.Nullable Object written) {
        return written instanceof Double number ? (int) Math.clamp(Math.round(number), 0, 100) : 0;
    }
}
