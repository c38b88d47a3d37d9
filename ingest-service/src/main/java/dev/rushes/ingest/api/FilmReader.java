package dev.rushes.ingest.api;

import dev.rushes.ingest.domain.FilmWish;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads what a model is to make. What is left out is usual. */
final class FilmReader {
    static final String[] FIELDS = {"text", "duration", "resolution", "aspectRatio"};

    private FilmReader() {}

    /**
     * The wish, with its faults told to the form.
     *
     * @param form the fields of the prompt
     * @param objection what the generator has against a wish, as a sentence; not asked about one that nobody could make
     */
    static FilmWish read(Form form, Function<FilmWish, Optional<String>> objection) {
        form.only(FIELDS);
        Optional<String> text = form.text("text", FilmWish.LONGEST_TEXT);
        if (!form.has("text")) {
            form.fault("text", "Expected text that says what is to be seen and heard, but there is none.");
        }
        FilmWish wish = lookOf(form, text.orElse("x"));
        if (text.isPresent()) {
            wish.problems().forEach(problem -> form.fault("text", problem));
        }
        if (wish.problems().isEmpty()) {
            objection.apply(wish).ifPresent(why -> form.fault("duration", why));
        }
        return wish;
    }

    /** How it is to look, without what is to be seen. */
    static FilmWish lookOf(Form form, String text) {
        return new FilmWish(
                text,
                seconds(form),
                form.oneOf("resolution", words(FilmWish.RESOLUTIONS)).orElse(FilmWish.USUAL_RESOLUTION),
                form.oneOf("aspectRatio", words(FilmWish.ASPECT_RATIOS)).orElse(FilmWish.USUAL_ASPECT_RATIO));
    }

    private static int seconds(Form form) {
        Optional<Duration> length =
                form.length("duration", Duration.ofSeconds(FilmWish.SHORTEST), Duration.ofSeconds(FilmWish.LONGEST));
        if (length.filter(its -> its.toMillis() % 1000 != 0).isPresent()) {
            form.fault("duration", "Expected a clip of whole seconds, but got a part of one.");
        }
        return length.map(its -> (int) its.toSeconds()).orElse(FilmWish.USUAL_SECONDS);
    }

    private static Map<String, String> words(Set<String> set) {
        return set.stream().collect(Collectors.toMap(word -> word, word -> word));
    }
}
