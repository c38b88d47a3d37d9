package dev.rushes.ingest.api;

import dev.rushes.flow.Recipe;
import dev.rushes.ingest.domain.AddressRule;
import dev.rushes.ingest.domain.FilmWish;
import dev.rushes.ingest.domain.Footage;
import dev.rushes.ingest.domain.SourceUrl;
import dev.rushes.ingest.domain.UrlRule;
import dev.rushes.ingest.domain.UrlVerdict;
import dev.rushes.ingest.domain.Webhook;
import dev.rushes.ingest.generation.Studio;
import dev.rushes.ingest.webhooks.JobWebhooks;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.JobOptions.ChunkFailurePolicy;
import dev.rushes.runtime.stage.JobOptions.FilmFormat;
import dev.rushes.runtime.stage.JobTerms;
import dev.rushes.runtime.stage.JobTicket.Priority;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads what a caller wants, from a JSON document or from parameters. Strict: an unknown field, a doubled one or a value out of range is an error
 * that names the field, because a typo that is ignored costs a render.
 */
final class WishReader {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST_CHUNK = Duration.ofMinutes(10);
    private static final Set<Integer> HEIGHTS = Set.of(1080, 720, 480);
    private static final int LARGEST = 1080;
    static final int TITLE_LIMIT = 200;
    static final int LABELS = 32;
    static final int LABEL_LIMIT = 200;
    private static final int ADDRESS_LIMIT = 2048;
    private static final String[] OPTIONS = {
        "durationSeconds", "duration", "chunk", "format", "maxHeight", "onChunkFailure", "analyzer"
    };
    private static final String[] PARAMETERS = {
        "filename",
        "recipe",
        "title",
        "priority",
        "durationSeconds",
        "duration",
        "chunk",
        "format",
        "maxHeight",
        "onChunkFailure",
        "analyzer",
        "deadline",
        "budgetDollars",
        "budgetCpuSeconds",
        "webhook"
    };
    private static final Duration FURTHEST_DEADLINE = Duration.ofDays(30);
    private static final double MOST_DOLLARS = 1_000_000;
    private static final double MOST_CPU_SECONDS = 100_000_000;
    private static final String EXAMPLE = "{\"source\": {\"url\": \"https://…\"}}";

    private final Duration longestFilm;
    private final UrlRule urls;
    private final AddressRule addresses;
    private final JobWebhookReader webhooks;
    private final Studio studio;
    private final Clock clock;

    /**
     * @param longestFilm longest film that may be asked for
     * @param urls which addresses of footage are fit to be fetched, by their text
     * @param addresses which hosts, where the address names one by its number
     * @param webhooks makes webhooks of what is said of them
     * @param studio what can be made from words
     * @param clock a deadline may be so long from now
     */
    WishReader(
            Duration longestFilm,
            UrlRule urls,
            AddressRule addresses,
            JobWebhooks webhooks,
            Studio studio,
            Clock clock) {
        this.longestFilm = longestFilm;
        this.urls = urls;
        this.addresses = addresses;
        this.webhooks = new JobWebhookReader(webhooks);
        this.studio = studio;
        this.clock = clock;
    }

    /** What a wish that comes with an upload may say. */
    static List<String> parameterNames() {
        return List.of(PARAMETERS);
    }

    /**
     * @param tenant whose job it will be
     * @throws ApiProblem that names everything that is wrong
     */
    JobOrder.Wish document(byte[] body, String tenant) {
        ObjectNode document = StrictJson.object(body, EXAMPLE);
        Form form = Form.ofJson(document);
        form.only("recipe", "source", "options", "title", "labels", "priority", "deadline", "webhook", "budget");
        Form source = form.inside("source");
        source.only("url", "prompt", "filename");
        if (source.has("url") == source.has("prompt")) {
            form.fault(
                    "source",
                    "Expected a source with either a url or a prompt; to send the bytes themselves, use POST /api/v1/uploads.");
        }
        Form options = form.inside("options");
        options.only(OPTIONS);
        Form budget = form.inside("budget");
        budget.only("dollars", "cpuSeconds");
        JobOrder.Wish wish = wish(
                form,
                options,
                terms(form, budget, "dollars", "cpuSeconds"),
                source.has("prompt") ? prompt(source) : address(source),
                Fingerprint.of(document),
                webhooks.document(form, tenant));
        form.check();
        if (wish.footage() instanceof Footage.Prompt && !studio.open()) {
            throw ApiProblem.of(HttpStatus.UNPROCESSABLE_CONTENT, "GENERATION_OFF", Studio.CLOSED);
        }
        return wish;
    }

    private Footage address(Form source) {
        Optional<String> url = source.text("url", ADDRESS_LIMIT).filter(address -> isFit(source, "url", address));
        return new Footage.Url(
                url.orElse(""), source.text("filename", 1000).or(() -> url.flatMap(WishReader::lastSegment)));
    }

    private Footage prompt(Form source) {
        FilmWish wish = FilmReader.read(source.inside("prompt"), studio.offer()::objection);
        return new Footage.Prompt(wish, source.text("filename", 1000));
    }

    /** The wish that comes with an upload. */
    JobOrder.Wish parameters(Map<String, List<String>> parameters, String uploadKey) {
        Form form = Form.ofParameters(parameters);
        form.only(PARAMETERS);
        JobOrder.Wish wish = wish(
                form,
                form,
                terms(form, form, "budgetDollars", "budgetCpuSeconds"),
                new Footage.Upload(uploadKey, form.text("filename", 1000)),
                Fingerprint.of(parameters),
                webhooks.parameter(form));
        form.check();
        return wish;
    }

    private JobOrder.Wish wish(
            Form form, Form options, JobTerms terms, Footage footage, String fingerprint, Optional<Webhook> webhook) {
        boolean prompted = footage instanceof Footage.Prompt;
        Recipe recipe = form.oneOf("recipe", words(Recipe.values(), Recipe::label))
                .orElse(prompted ? Recipe.GENERATE : Recipe.HIGHLIGHTS);
        if (recipe == Recipe.GENERATE) {
            generated(form, options, prompted);
        }
        return new JobOrder.Wish(
                recipe.label(),
                footage,
                options(options, terms, prompted ? LARGEST : JobOptions.DEFAULTS.maxHeight()),
                form.oneOf("priority", names(Priority.values())).orElse(Priority.NORMAL),
                form.text("title", TITLE_LIMIT)
                        .filter(title -> !title.isBlank())
                        .or(() -> titleOf(footage)),
                form.texts("labels", LABELS, LABEL_LIMIT),
                fingerprint,
                webhook);
    }

    /** The whole of what was made is the film, so there is nothing to say about its length twice. */
    private static void generated(Form form, Form options, boolean prompted) {
        if (!prompted) {
            form.fault("recipe", "Expected a source with a prompt for the recipe generate, but got other footage.");
        }
        if (options.has("duration") || options.has("durationSeconds")) {
            options.fault(
                    "duration", "Expected the length of a film from words in source/prompt/duration, but got it here.");
        }
    }

    private static Optional<String> titleOf(Footage footage) {
        return footage instanceof Footage.Prompt prompt
                ? Optional.of(prompt.wish().title()).filter(title -> !title.isBlank())
                : Optional.empty();
    }

    private JobTerms terms(Form form, Form budget, String dollars, String cpuSeconds) {
        return new JobTerms(
                form.deadline("deadline", clock.instant(), FURTHEST_DEADLINE),
                budget.decimal(dollars, 0, MOST_DOLLARS).map(money -> Math.round(money * 1_000_000)),
                budget.decimal(cpuSeconds, 0, MOST_CPU_SECONDS).map(seconds -> Math.round(seconds * 1000)));
    }

    private JobOptions options(Form form, JobTerms terms, int usualHeight) {
        if (form.has("duration") && form.has("durationSeconds")) {
            form.fault("duration", "Expected duration or durationSeconds, but got both.");
        }
        return new JobOptions(
                form.length("duration", SHORTEST, longestFilm)
                        .or(() -> form.length("durationSeconds", SHORTEST, longestFilm)),
                form.length("chunk", SHORTEST, LONGEST_CHUNK),
                form.oneOf("format", names(FilmFormat.values())).orElse(JobOptions.DEFAULTS.format()),
                form.oneOf("maxHeight", HEIGHTS).orElse(usualHeight),
                form.oneOf("onChunkFailure", names(ChunkFailurePolicy.values()))
                        .orElse(JobOptions.DEFAULTS.onChunkFailure()),
                analyzer(form),
                Map.of(),
                terms);
    }

    static String analyzer(Form form) {
        Optional<String> name = form.text("analyzer", 64);
        if (name.isPresent() && !name.get().matches("[a-z0-9][a-z0-9._-]{0,63}")) {
            form.fault("analyzer", "Expected the name of an analyzer, such as \"local\", but got something else.");
        }
        return name.orElse(JobOptions.DEFAULTS.analyzer());
    }

    /** Whether it may be fetched, as far as its text tells. A host name is looked up, and judged again, when the footage is fetched. */
    private boolean isFit(Form form, String name, String address) {
        Optional<String> objection =
                switch (urls.judge(address)) {
                    case UrlVerdict.Malformed(String why) -> Optional.of(why);
                    case UrlVerdict.Forbidden(String why) -> Optional.of(why);
                    case UrlVerdict.Admissible(SourceUrl url) ->
                        url.literal()
                                .flatMap(addresses::objection)
                                .map(what -> "Expected a host on the public internet, but " + url.host() + " is " + what
                                        + ".");
                };
        objection.ifPresent(why -> form.fault(name, why));
        return objection.isEmpty();
    }

    private static Optional<String> lastSegment(String url) {
        String path = Optional.ofNullable(URI.create(url).getPath()).orElse("");
        return Optional.of(path.substring(path.lastIndexOf('/') + 1)).filter(name -> !name.isEmpty());
    }

    private static <E extends Enum<E>> Map<String, E> names(E[] values) {
        return words(values, value -> value.name().toLowerCase(Locale.ROOT));
    }

    private static <T> Map<String, T> words(T[] values, Function<T, String> word) {
        return Arrays.stream(values).collect(Collectors.toMap(word, value -> value));
    }
}
