package dev.rushes.ingest.domain;

import dev.rushes.flow.Recipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a request can be served at all, whoever published it. Every rule that is broken is named, so that the publisher mends them in one
 * go.
 *
 * @param longestFilm longest film that may be asked for
 * @param urls which addresses may be named
 * @param tenants who is served; empty means everybody
 */
public record RequestRules(Duration longestFilm, UrlRule urls, Set<String> tenants) {
    static final Duration SHORTEST_FILM = Duration.ofSeconds(1);
    static final Duration SHORTEST_CHUNK = Duration.ofSeconds(1);
    static final Duration LONGEST_CHUNK = Duration.ofMinutes(10);
    static final int EXTRA_COUNT = 32;
    static final int EXTRA_LIMIT = 1000;

    private static final Set<Integer> HEIGHTS = Set.of(1080, 720, 480);
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
    private static final int QUOTE_LIMIT = 64;

    public RequestRules {
        tenants = Set.copyOf(tenants);
    }

    /** Rules that serve everybody. */
    public RequestRules(Duration longestFilm, UrlRule urls) {
        this(longestFilm, urls, Set.of());
    }

    /** What is wrong with the request, in sentences for people; empty if nothing is. */
    public List<String> problems(Request request) {
        List<String> problems = new ArrayList<>();
        identity(request, problems);
        footage(request, problems);
        wishes(request.wishes(), problems);
        return problems;
    }

    private void identity(Request request, List<String> problems) {
        if (!Tenants.isAllowed(request.tenant())) {
            problems.add(
                    "Expected a tenant of 1 to 64 characters out of a-z, 0-9, - and _ that begins with a letter or digit and is not \""
                            + Tenants.INVALID + "\", but got " + quoted(request.tenant()) + ".");
        } else if (!tenants.isEmpty() && !tenants.contains(request.tenant())) {
            problems.add("Expected a tenant that this installation serves (rushes.access.tenants), but got "
                    + quoted(request.tenant()) + ".");
        }
        if (request.run() < 1) {
            problems.add("Expected a run of at least 1, but got " + request.run() + ".");
        }
        if (Recipe.ofLabel(request.recipe()).isEmpty()) {
            problems.add("Expected a recipe out of " + Recipe.labels() + ", but got " + quoted(request.recipe()) + ".");
        }
    }

    private void footage(Request request, List<String> problems) {
        switch (request.footage()) {
            case Footage.Missing missing -> problems.add(missing.problem());
            case Footage.Upload upload -> {
                if (!UploadKey.belongsTo(request.tenant(), upload.key())) {
                    problems.add("Expected an uploadKey inside the tenant's own folder, but got " + quoted(upload.key())
                            + ".");
                }
            }
            case Footage.Url url -> address(urls.judge(url.address())).ifPresent(problems::add);
            case Footage.Prompt prompt -> problems.addAll(prompt.wish().problems());
        }
        if (request.recipe().equals(Recipe.GENERATE.label()) && !(request.footage() instanceof Footage.Prompt)) {
            problems.add("Expected a prompt as the source of the recipe generate, but got another source.");
        }
    }

    /** An address in a forbidden place is not the form's business: the source refuses it with a code of its own. */
    private static Optional<String> address(UrlVerdict verdict) {
        return switch (verdict) {
            case UrlVerdict.Malformed malformed -> Optional.of(malformed.why());
            case UrlVerdict.Forbidden _, UrlVerdict.Admissible _ -> Optional.empty();
        };
    }

    private void wishes(Wishes wishes, List<String> problems) {
        wishes.filmLength()
                .flatMap(length -> outside("film", length, SHORTEST_FILM, longestFilm))
                .ifPresent(problems::add);
        wishes.chunkLength()
                .flatMap(length -> outside("chunk", length, SHORTEST_CHUNK, LONGEST_CHUNK))
                .ifPresent(problems::add);
        if (!HEIGHTS.contains(wishes.maxHeight())) {
            problems.add("Expected a maxHeight of 1080, 720 or 480, but got " + wishes.maxHeight() + ".");
        }
        if (!NAME.matcher(wishes.analyzer()).matches()) {
            problems.add(
                    "Expected the name of an analyzer, such as \"local\", but got " + quoted(wishes.analyzer()) + ".");
        }
        if (!extraFits(wishes)) {
            problems.add("Expected at most " + EXTRA_COUNT + " extra options with names and values of at most "
                    + EXTRA_LIMIT + " plain characters, but got more.");
        }
    }

    /** Whether the extra options are few, short and free of control characters, so that they can travel with every fact. */
    public static boolean extraFits(Wishes wishes) {
        return wishes.extra().size() <= EXTRA_COUNT
                && wishes.extra().entrySet().stream()
                        .allMatch(option -> fits(option.getKey()) && fits(option.getValue()));
    }

    private static boolean fits(String text) {
        return text.length() <= EXTRA_LIMIT && text.codePoints().noneMatch(Character::isISOControl);
    }

    private static Optional<String> outside(String what, Duration length, Duration shortest, Duration longest) {
        if (length.compareTo(shortest) >= 0 && length.compareTo(longest) <= 0) {
            return Optional.empty();
        }
        return Optional.of("Expected a %s length of %s to %s seconds, but got %s."
                .formatted(what, seconds(shortest), seconds(longest), seconds(length)));
    }

    private static String seconds(Duration length) {
        String text = "%d.%03d".formatted(Math.abs(length.toMillis() / 1000), Math.abs(length.toMillis() % 1000));
        return (length.isNegative() ? "-" : "") + text.replaceAll("\\.?0+$", "");
    }

    private static String quoted(String text) {
        return '"' + CleanText.line(text, QUOTE_LIMIT) + '"';
    }
}
