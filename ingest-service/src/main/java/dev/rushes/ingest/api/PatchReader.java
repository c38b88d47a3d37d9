package dev.rushes.ingest.api;

import dev.rushes.runtime.stage.JobTicket.Priority;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads a change of a job: a JSON merge patch (RFC 7396), in which null takes away. */
final class PatchReader {
    private static final String EXAMPLE = "{\"title\": \"Holiday\", \"labels\": {\"album\": null}}";
    private static final Map<String, Priority> PRIORITIES = Arrays.stream(Priority.values())
            .collect(Collectors.toMap(priority -> priority.name().toLowerCase(Locale.ROOT), Function.identity()));

    private PatchReader() {}

    /** @throws ApiProblem that names everything that is wrong */
    static JobAmendment.Patch patch(byte[] body) {
        ObjectNode document = StrictJson.object(body, EXAMPLE);
        Form form = Form.ofJson(document);
        form.only("title", "labels", "priority");
        if (document.isEmpty()) {
            form.fault("", "Expected a title, labels or a priority, but got nothing to change.");
        }
        nothing(document, form);
        Optional<String> title = form.text("title", WishReader.TITLE_LIMIT).filter(text -> !text.isBlank());
        JobAmendment.Patch patch = new JobAmendment.Patch(
                document.has("title"),
                title,
                form.texts("labels", WishReader.LABELS, WishReader.LABEL_LIMIT),
                removed(document, form),
                form.oneOf("priority", PRIORITIES));
        form.check();
        return patch;
    }

    /** Only a title and single labels can be taken away. */
    private static void nothing(ObjectNode document, Form form) {
        for (String name : List.of("labels", "priority")) {
            if (document.path(name).isNull()) {
                form.fault(name, "Expected a new value for " + name + ", but got null.");
            }
        }
        document.propertyNames().stream()
                .filter(name -> !Set.of("title", "labels", "priority").contains(name))
                .filter(name -> document.path(name).isNull())
                .limit(20)
                .forEach(name -> form.fault(name, "Expected only title, labels, priority, but got an unknown field."));
    }

    private static List<String> removed(ObjectNode document, Form form) {
        Set<String> removed = new TreeSet<>();
        if (document.path("labels") instanceof ObjectNode labels) {
            Map<String, JsonNode> all = new TreeMap<>();
            labels.properties().forEach(entry -> all.put(entry.getKey(), entry.getValue()));
            all.forEach((name, value) -> {
                if (value.isNull()) {
                    removed.add(name);
                }
            });
        }
        if (removed.size() > WishReader.LABELS
                || removed.stream().anyMatch(name -> name.length() > WishReader.LABEL_LIMIT)) {
            form.fault("labels", "Expected at most " + WishReader.LABELS + " short names of labels, but got more.");
        }
        return new ArrayList<>(removed);
    }

    /**
     * Revision of an If-Match header: empty if any will do.
     *
     * @param current the tag that the job has now
     * @throws ApiProblem if none of the tags is the job's
     */
    static Optional<Long> onlyAt(Optional<String> header, String current) {
        if (header.isEmpty() || header.get().strip().equals("*")) {
            return Optional.empty();
        }
        boolean named =
                Arrays.stream(header.get().split(",")).map(String::strip).anyMatch(current::equals);
        if (!named) {
            throw ApiProblem.changed(current);
        }
        return Optional.of(JobView.revision(current));
    }
}
