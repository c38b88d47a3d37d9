package dev.rushes.ingest.ledger;

import dev.rushes.ingest.ledger.domain.JobState;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which jobs somebody asks for.
 *
 * @param states only those in one of these states; empty takes all
 * @param recipe only those of this recipe
 * @param labels only those with all of these labels
 * @param priority only those of this urgency
 * @param from only those created then or later
 * @param until only those created before
 * @param words only those whose id, title, filename or failure has words that begin with all of these; each without punctuation
 */
public record JobFilter(
        List<JobState> states,
        Optional<String> recipe,
        Map<String, String> labels,
        Optional<String> priority,
        Optional<Instant> from,
        Optional<Instant> until,
        List<String> words) {
    /** Every job. */
    public static final JobFilter ALL = new JobFilter(
            List.of(), Optional.empty(), Map.of(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

    public JobFilter {
        states = List.copyOf(states);
        labels = Map.copyOf(labels);
        words = List.copyOf(words);
    }

    /** The same for all states. */
    JobFilter ofAnyState() {
        return new JobFilter(List.of(), recipe, labels, priority, from, until, words);
    }

    /** What follows {@code where tenant = :tenant}. */
    String sql() {
        List<String> conditions = new ArrayList<>();
        if (!states.isEmpty()) {
            conditions.add("state in ("
                    + IntStream.range(0, states.size())
                            .mapToObj(place -> ":state" + place)
                            .collect(Collectors.joining(", "))
                    + ")");
        }
        recipe.ifPresent(_ -> conditions.add("recipe = :recipe"));
        priority.ifPresent(_ -> conditions.add("priority = :priority"));
        from.ifPresent(_ -> conditions.add("created_at >= :from"));
        until.ifPresent(_ -> conditions.add("created_at < :until"));
        if (!labels.isEmpty()) {
            conditions.add("labels @> cast(:labels as jsonb)");
        }
        if (!words.isEmpty()) {
            conditions.add("search @@ to_tsquery('simple'::regconfig, :words)");
        }
        return conditions.stream().map(condition -> " and " + condition).collect(Collectors.joining());
    }

    /** Values of the names in {@link #sql()}. */
    Map<String, Object> values() {
        Map<String, Object> values = new LinkedHashMap<>();
        IntStream.range(0, states.size())
                .forEach(place -> values.put("state" + place, states.get(place).name()));
        recipe.ifPresent(value -> values.put("recipe", value));
        priority.ifPresent(value -> values.put("priority", value));
        from.ifPresent(value -> values.put("from", value.atOffset(ZoneOffset.UTC)));
        until.ifPresent(value -> values.put("until", value.atOffset(ZoneOffset.UTC)));
        if (!labels.isEmpty()) {
            values.put("labels", LedgerJson.write(labels));
        }
        if (!words.isEmpty()) {
            values.put("words", words.stream().map(word -> "'" + word + "':*").collect(Collectors.joining(" & ")));
        }
        return values;
    }
}
