package dev.rushes.standalone;

import dev.rushes.analysis.domain.Finding;
import dev.rushes.analysis.domain.Observations;
import dev.rushes.analysis.domain.Observations.Heard;
import dev.rushes.analysis.domain.Observations.Seen;
import dev.rushes.analysis.domain.Series;
import dev.rushes.gemini.fake.answer.Logged;
import dev.rushes.gemini.fake.answer.Logged.Segment;
import dev.rushes.media.value.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Tells what local analyzers found as a model would tell it: in whole seconds and in words. It knows no things and no words, and pretends none. */
final class LocalLog {
    private static final String NO_WORDS = "";
    private static final double LIVELY = 0.03;
    private static final double DARK = 0.2;
    private static final int MOST_SEGMENTS = 40;
    private static final int SURE = 90;

    private LocalLog() {}

    /** @param seconds length of what was looked at or listened to, which began at 0 */
    static Logged of(Observations observations, double seconds) {
        int length = Math.max(1, (int) Math.floor(seconds));
        List<Segment> segments =
                switch (observations) {
                    case Seen seen -> shots(seen, length);
                    case Heard heard -> sounds(heard, length);
                };
        List<Segment> told = segments.subList(0, Math.min(MOST_SEGMENTS, segments.size()));
        String what = observations instanceof Seen ? "shot" : "sound";
        return new Logged(false, "und", counted(told.size(), what) + " in " + counted(length, "second") + ".", told);
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }

    private static List<Segment> shots(Seen seen, int length) {
        TreeSet<Integer> borders = new TreeSet<>(List.of(0, length));
        seen.shots().stream()
                .map(shot -> (int) Math.round(shot.at().toDouble()))
                .filter(at -> at > 0 && at < length)
                .forEach(borders::add);
        List<Integer> times = List.copyOf(borders);
        double liveliest = Math.max(
                LIVELY,
                seen.motion().values().stream()
                        .mapToDouble(Double::doubleValue)
                        .max()
                        .orElse(0));
        List<Segment> shots = new ArrayList<>();
        for (int i = 0; i + 1 < times.size(); i++) {
            shots.add(shot(seen, times.get(i), times.get(i + 1), liveliest));
        }
        return shots;
    }

    private static Segment shot(Seen seen, int start, int end, double liveliest) {
        if (covered(seen.black(), start, end) >= 0.5) {
            return new Segment(start, end, "other", "Black", "Nothing but black.", NO_WORDS, List.of("black"), 0, SURE);
        }
        double motion = mean(seen.motion(), start, end);
        String pace = motion >= LIVELY ? "lively" : "calm";
        String light = mean(seen.brightness(), start, end) < DARK ? "dark" : "bright";
        return new Segment(
                start,
                end,
                "action",
                "A " + pace + " shot",
                "A shot of " + counted(end - start, "second") + ", " + pace + " and " + light + ".",
                NO_WORDS,
                List.of(pace, light),
                (int) Math.round(100 * Math.min(1, motion / liveliest)),
                SURE);
    }

    /** Second by second what most of it is, and what is alike in a row. */
    private static List<Segment> sounds(Heard heard, int length) {
        List<Span> speech = heard.speech().stream().map(Finding::span).toList();
        List<Segment> sounds = new ArrayList<>();
        int start = 0;
        for (int second = 1; second <= length; second++) {
            String kind = kind(speech, heard.silence(), start);
            if (second == length || !kind.equals(kind(speech, heard.silence(), second))) {
                sounds.add(sound(kind, start, second));
                start = second;
            }
        }
        return sounds;
    }

    private static String kind(List<Span> speech, List<Span> silence, int second) {
        if (covered(speech, second, second + 1) >= 0.5) {
            return "speech";
        }
        return covered(silence, second, second + 1) >= 0.5 ? "silence" : "other";
    }

    private static Segment sound(String kind, int start, int end) {
        String length = " for " + counted(end - start, "second") + ".";
        return switch (kind) {
            case "speech" ->
                new Segment(
                        start,
                        end,
                        kind,
                        "Somebody speaks",
                        "A voice" + length,
                        "[somebody speaks]",
                        List.of("voice"),
                        70,
                        SURE);
            case "silence" ->
                new Segment(start, end, kind, "Silence", "Silence" + length, NO_WORDS, List.of("silence"), 0, SURE);
            default -> new Segment(start, end, kind, "Sounds", "Sounds" + length, NO_WORDS, List.of("sound"), 40, SURE);
        };
    }

    private static double covered(List<Span> spans, int start, int end) {
        double sum = 0;
        for (Span span : spans) {
            double common = Math.min(end, span.end().toDouble())
                    - Math.max(start, span.start().toDouble());
            sum += Math.max(0, common);
        }
        return sum / (end - start);
    }

    private static double mean(Series series, int start, int end) {
        double step = series.step().toDouble();
        int first =
                (int) Math.clamp(Math.floor(start / step), 0, series.values().size());
        int last =
                (int) Math.clamp(Math.ceil(end / step), first, series.values().size());
        return series.values().subList(first, last).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(0);
    }
}
