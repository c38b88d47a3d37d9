package dev.rushes.ingest.api;

import dev.rushes.flow.Recipe;
import dev.rushes.ingest.cost.domain.FilmCost;
import dev.rushes.ingest.cost.domain.Work;
import dev.rushes.ingest.domain.FilmWish;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads what somebody wants to know the price of. Strict, like {@link WishReader}. */
final class EstimateReader {
    private static final String EXAMPLE = "{\"footage\": {\"duration\": \"10m\"}}";
    private static final Duration SHORTEST = Duration.ofMillis(100);
    private static final Duration SHORTEST_FILM = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final double MOST_BYTES = 1e15;

    private final Duration longestFilm;
    private final long bytesPerSecond;
    private final FilmCost films;

    /**
     * @param longestFilm longest film that may be asked for
     * @param bytesPerSecond of footage of which only the length or only the size is known
     * @param films what footage costs that is made from words
     */
    EstimateReader(Duration longestFilm, long bytesPerSecond, FilmCost films) {
        this.longestFilm = longestFilm;
        this.bytesPerSecond = bytesPerSecond;
        this.films = films;
    }

    /** What an estimate is based on. */
    enum Basis {
        /** The length, as the caller knows it. */
        LENGTH,
        /** The size; the length is guessed from it. */
        SIZE,
        /** What a model is to make, which says itself how long it is. */
        PROMPT
    }

    /**
     * What was asked.
     *
     * @param message what the estimate is based on, for people
     */
    record Question(Work work, Basis basis, String message) {}

    /** @throws ApiProblem that names everything that is wrong */
    Question read(byte[] body) {
        Form form = Form.ofJson(StrictJson.object(body, EXAMPLE));
        form.only("recipe", "footage", "options");
        Form footage = form.inside("footage");
        boolean prompted = footage.has("prompt");
        Recipe recipe = form.oneOf(
                        "recipe", Arrays.stream(Recipe.values()).collect(Collectors.toMap(Recipe::label, each -> each)))
                .orElse(prompted ? Recipe.GENERATE : Recipe.HIGHLIGHTS);
        Form options = form.inside("options");
        options.only("duration", "durationSeconds", "analyzer");
        if (options.has("duration") && options.has("durationSeconds")) {
            options.fault("duration", "Expected duration or durationSeconds, but got both.");
        }
        Duration film = options.length("duration", SHORTEST_FILM, longestFilm)
                .or(() -> options.length("durationSeconds", SHORTEST_FILM, longestFilm))
                .orElse(recipe.filmLength());
        String analyzer = WishReader.analyzer(options);
        footage.only("duration", "bytes", "prompt");
        if (recipe == Recipe.GENERATE && !prompted) {
            form.fault("recipe", "Expected footage with a prompt for the recipe generate, but got other footage.");
        }
        Question question =
                prompted ? made(footage, recipe, film, analyzer) : found(form, footage, recipe, film, analyzer);
        form.check();
        return question;
    }

    /** What the prompt says costs next to nothing beside the film, so it may be left out. */
    private Question made(Form footage, Recipe recipe, Duration film, String analyzer) {
        Form prompt = footage.inside("prompt");
        prompt.only(FilmReader.FIELDS);
        FilmWish wish = FilmReader.lookOf(
                prompt, prompt.text("text", FilmWish.LONGEST_TEXT).orElse(""));
        long size = wish.seconds() * bytesPerSecond;
        return new Question(
                new Work(recipe.route(), film, analyzer, wish.seconds(), size, films.of(wish)),
                Basis.PROMPT,
                "The film that is to be made, at the dated prices of this version; the rates of rushes.cost.* for everything else.");
    }

    private Question found(Form form, Form footage, Recipe recipe, Duration film, String analyzer) {
        Optional<Duration> length = footage.length("duration", SHORTEST, LONGEST);
        Optional<Double> bytes = footage.decimal("bytes", 1, MOST_BYTES);
        if (length.isEmpty() && bytes.isEmpty()) {
            form.fault(
                    "footage",
                    "Expected the duration of the footage, or else its bytes, or a prompt, but there is none of them.");
        }
        double seconds =
                length.map(known -> known.toMillis() / 1000.0).orElseGet(() -> bytes.orElse(0.0) / bytesPerSecond);
        long size = bytes.map(Math::round).orElseGet(() -> Math.round(seconds * bytesPerSecond));
        return new Question(
                new Work(recipe.route(), film, analyzer, seconds, size, FilmCost.Made.NOTHING),
                length.isPresent() ? Basis.LENGTH : Basis.SIZE,
                sentence(length.isPresent(), bytes.isPresent()));
    }

    private String sentence(boolean lengthKnown, boolean sizeKnown) {
        String rate = "%.1f MB a second (rushes.cost.footage-bytes-per-second)".formatted(bytesPerSecond / 1e6);
        String known = lengthKnown
                ? sizeKnown
                        ? "The length and size that were named"
                        : "The length that was named, and a size guessed from it at " + rate
                : "The size that was named, and a length guessed from it at " + rate;
        return known
                + "; the rates of rushes.cost.* for everything else. Once the footage has been looked at, the job's own estimate is better.";
    }
}
