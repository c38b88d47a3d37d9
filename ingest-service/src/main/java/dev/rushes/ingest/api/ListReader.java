package dev.rushes.ingest.api;

import dev.rushes.flow.Recipe;
import dev.rushes.ingest.ledger.JobFilter;
import dev.rushes.ingest.ledger.Ledger;
import dev.rushes.ingest.ledger.domain.JobState;
import dev.rushes.runtime.stage.JobTicket.Priority;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/** Reads which jobs a caller wants to see. */
final class ListReader {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MOST_LABELS = 8;
    private static final int MOST_WORDS = 8;
    private static final int WORDS_LIMIT = 200;
    private static final Map<String, JobState> STATES = words(JobState.values());
    private static final Map<String, String> PRIORITIES = Arrays.stream(Priority.values())
            .collect(Collectors.toMap(value -> value.name().toLowerCase(Locale.ROOT), Enum::name));
    private static final Map<String, String> RECIPES =
            Arrays.stream(Recipe.values()).collect(Collectors.toMap(Recipe::label, Recipe::label));

    private ListReader() {}

    /**
     * A page that is asked for.
     *
     * @param limit most jobs on it
     */
    record Wanted(JobFilter filter, Optional<Ledger.Position> after, int limit) {
        /** One more than fits the page shows that there is another. */
        Ledger.Listing listing() {
            return new Ledger.Listing(filter, after, limit + 1);
        }
    }

    /** @throws ApiProblem that names everything that is wrong */
    static Wanted read(MultiValueMap<String, String> parameters, int pageSize) {
        MultiValueMap<String, String> single = new LinkedMultiValueMap<>(parameters);
        List<String> labels = Optional.ofNullable(single.remove("label")).orElse(List.of());
        Form form = Form.ofParameters(single);
        form.only("state", "recipe", "priority", "createdAfter", "createdBefore", "q", "limit", "cursor", "label");
        JobFilter filter = new JobFilter(
                form.someOf("state", STATES),
                form.oneOf("recipe", RECIPES),
                labels(labels, form),
                form.oneOf("priority", PRIORITIES),
                form.moment("createdAfter"),
                form.moment("createdBefore"),
                words(form));
        int limit = form.wholeNumber("limit", 1, pageSize).orElse(Math.min(DEFAULT_LIMIT, pageSize));
        Optional<Ledger.Position> after = form.text("cursor", 200).map(PageMark::read);
        form.check();
        return new Wanted(filter, after, limit);
    }

    private static Map<String, String> labels(List<String> given, Form form) {
        Map<String, String> labels = new TreeMap<>();
        for (String each : given) {
            int colon = each == null ? -1 : each.indexOf(':');
            if (colon < 1
                    || each.length() > 2 * WishReader.LABEL_LIMIT
                    || each.indexOf('\0') >= 0
                    || given.size() > MOST_LABELS) {
                form.fault(
                        "label", "Expected at most " + MOST_LABELS + " labels as name:value, but got something else.");
                return Map.of();
            }
            labels.put(each.substring(0, colon), each.substring(colon + 1));
        }
        return labels;
    }

    /** Words without punctuation, as the ledger has them. */
    private static List<String> words(Form form) {
        Optional<String> text = form.text("q", WORDS_LIMIT);
        List<String> words = text.stream()
                .flatMap(all -> Arrays.stream(all.toLowerCase(Locale.ROOT).split("[\\p{Punct}\\p{Cntrl}\\s]+")))
                .filter(word -> !word.isEmpty())
                .toList();
        if (text.isPresent() && (words.isEmpty() || words.size() > MOST_WORDS)) {
            form.fault("q", "Expected 1 to " + MOST_WORDS + " words to search for, but got " + words.size() + ".");
            return List.of();
        }
        return words;
    }

    private static <E extends Enum<E>> Map<String, E> words(E[] values) {
        return Arrays.stream(values)
                .collect(Collectors.toMap(value -> value.name().toLowerCase(Locale.ROOT), Function.identity()));
    }
}
