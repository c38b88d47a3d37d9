package dev.rushes.gemini.fake.answer;

import dev.rushes.gemini.fake.GoogleError;
import dev.rushes.gemini.fake.answer.Logged.Segment;
import dev.rushes.gemini.fake.check.Asked;
import dev.rushes.gemini.fake.scenario.Fault;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import tools.jackson.databind.node.ObjectNode;

/** What the model says to one request: its words, as good or as bad as the fault has them, and why it stops. */
public final class Speech {
    private final Asked asked;
    private final Tokens tokens;
    private final Question question;
    private final Logged logged;
    private final Optional<Fault> fault;

    public Speech(Asked asked, Tokens tokens, Question question, Logged logged, Optional<Fault> fault) {
        this.asked = asked;
        this.tokens = tokens;
        this.question = question;
        this.logged = logged;
        this.fault = fault;
    }

    /** The whole answer. */
    public Spoken spoken() {
        Fault its = fault.orElse(Fault.INTERNAL);
        Spoken blocked =
                switch (its) {
                    case PROMPT_BLOCKED -> Spoken.promptBlocked("PROHIBITED_CONTENT", tokens);
                    case ANSWER_UNSAFE -> Spoken.blocked("SAFETY", tokens);
                    case ANSWER_RECITED -> Spoken.blocked("RECITATION", tokens);
                    case ANSWER_PROHIBITED -> Spoken.blocked("PROHIBITED_CONTENT", tokens);
                    case ANSWER_ENDED_ODDLY -> Spoken.blocked("TIRED_OF_IT", tokens);
                    case THOUGHTS_ONLY -> Spoken.thoughtsOnly(tokens, asked.maxOutputTokens() - 1L);
                    default -> null;
                };
        if (blocked != null) {
            return blocked;
        }
        return words(its);
    }

    private Spoken words(Fault its) {
        String whole = spoiled(its);
        long thoughts = Tokens.ofThoughts(asked.thinking());
        long room = Math.max(0, asked.maxOutputTokens() - thoughts) * 4;
        if (its == Fault.ANSWER_CUT) {
            // A different place for each film, so that all places are met.
            int place = Math.floorMod(question.sha256().hashCode(), Math.max(1, whole.length()));
            return Spoken.of(whole.substring(0, place), "MAX_TOKENS", tokens, thoughts);
        }
        if (whole.length() > room) {
            return Spoken.of(whole.substring(0, (int) room), "MAX_TOKENS", tokens, thoughts);
        }
        Spoken said = Spoken.of(whole, "STOP", tokens, thoughts);
        return switch (its) {
            case NOTHING_SEEN -> said.withPrompt(new Tokens(tokens.text(), 0, 0));
            case USAGE_MISSING -> said.withoutUsage();
            default -> said;
        };
    }

    private String spoiled(Fault its) {
        String whole = LoggedJson.write(timed(its), (long) question.seconds(), asked, times(its));
        if (!asked.json()) {
            return whole;
        }
        return switch (its) {
            case FENCED -> "```json\n" + whole + "\n```";
            case PREAMBLE -> "Here is the log that you asked for:\n" + whole;
            case BYTE_ORDER_MARK -> "\uFEFF" + whole;
            case NOT_A_NUMBER -> whole.replaceFirst("\"confidence\":\\d+", "\"confidence\":NaN");
            case DUPLICATE_KEYS -> whole.replaceFirst("\"kind\":", "\"kind\":\"other\",\"kind\":");
            case WRONG_WORD -> whole.replaceFirst("\"kind\":\"\\w+\"", "\"kind\":\"explosion\"");
            case MISSING_FIELD -> whole.replaceFirst("\"description\":\"[^\"]*\",", "");
            case EXTRA_FIELD -> whole.replaceFirst("\"kind\":", "\"mood\":\"calm\",\"kind\":");
            case ENDLESS_LINES -> whole.substring(0, whole.length() * 3 / 4) + "\n".repeat(400_000);
            default -> whole;
        };
    }

    private static LongFunction<String> times(Fault its) {
        return switch (its) {
            case TIMES_AS_CLOCK -> Times.CLOCK;
            case TIMES_IN_SECONDS -> Times.SECONDS;
            case TIMES_IN_MILLIS -> Times.MILLIS;
            case TIMES_ODD -> Times.ODD;
            default -> Times.MINUTES;
        };
    }

    private Logged timed(Fault its) {
        List<Segment> segments = new ArrayList<>(logged.segments());
        long length = (long) Math.ceil(question.seconds());
        switch (its) {
            case TIMES_PAST_END -> segments.add(segments.getLast().at(length + 20, length + 30));
            case TIMES_BACKWARDS -> segments.replaceAll(segment -> segment.at(segment.end(), segment.start()));
            case TIMES_UNORDERED -> Collections.reverse(segments);
            case TIMES_OF_WHOLE_FILM ->
                segments.replaceAll(segment -> segment.at(segment.start() + 600, segment.end() + 600));
            case TIMES_BURNED_IN ->
                segments.replaceAll(segment -> segment.at(segment.start() + 50_000, segment.end() + 50_000));
            case LOOP -> {
                Segment first = segments.getFirst();
                segments.addAll(Collections.nCopies(500, first));
            }
            case NOTHING_SEEN -> segments.clear();
            default -> {
                // Nothing of it concerns times.
            }
        }
        return new Logged(logged.noContent(), logged.language(), logged.summary(), segments);
    }

    /** An error in the middle of a stream. */
    static ObjectNode overloaded() {
        return GoogleError.envelope(503, "UNAVAILABLE", "The model is overloaded. Please try again later.", List.of());
    }
}
