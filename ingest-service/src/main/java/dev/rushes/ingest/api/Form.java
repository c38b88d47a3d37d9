package dev.rushes.ingest.api;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Reads the fields of a request, whether they came as JSON or as parameters, and collects everything that is wrong with them, so that a caller
 * can mend it all in one go. Absent, null and unreadable fields are empty.
 */
final class Form {
    private static final int TEXT_LIMIT = 4000;

    private final String path;
    private final Map<String, JsonNode> fields;
    private final List<Problem.Fault> faults;

    private Form(String path, Map<String, JsonNode> fields, List<Problem.Fault> faults) {
        this.path = path;
        this.fields = fields;
        this.faults = faults;
    }

    static Form ofParameters(Map<String, List<String>> parameters) {
        Map<String, JsonNode> fields = new TreeMap<>();
        List<Problem.Fault> faults = new ArrayList<>();
        parameters.forEach((name, values) -> {
            if (values.size() > 1) {
                faults.add(
                        new Problem.Fault(name, "Expected " + name + " once, but got it " + values.size() + " times."));
            }
            String value = values.getFirst();
            if (value != null && !value.isEmpty()) {
                fields.put(name, StringNode.valueOf(value));
            }
        });
        return new Form("", fields, faults);
    }

    static Form ofJson(ObjectNode object) {
        return new Form("/", properties(object), new ArrayList<>());
    }

    /** The fields of an object inside this one; empty fields if it is absent. */
    Form inside(String name) {
        JsonNode node = fields.get(name);
        if (node == null) {
            return new Form(path + name + "/", Map.of(), faults);
        }
        if (!(node instanceof ObjectNode object)) {
            fault(name, "Expected an object for " + name + ", but got " + FieldValues.kind(node) + ".");
            return new Form(path + name + "/", Map.of(), faults);
        }
        return new Form(path + name + "/", properties(object), faults);
    }

    boolean has(String name) {
        return fields.containsKey(name);
    }

    Optional<String> text(String name, int limit) {
        JsonNode node = fields.get(name);
        if (node == null) {
            return Optional.empty();
        }
        if (!node.isString()) {
            fault(name, "Expected text for " + name + ", but got " + FieldValues.kind(node) + ".");
            return Optional.empty();
        }
        if (node.asString().length() > limit) {
            fault(
                    name,
                    "Expected at most " + limit + " characters for " + name + ", but got "
                            + node.asString().length() + ".");
            return Optional.empty();
        }
        if (node.asString().indexOf('\0') >= 0) {
            fault(name, "Expected readable text for " + name + ", but it has the character NUL.");
            return Optional.empty();
        }
        return Optional.of(node.asString());
    }

    /** One of some words, whatever their case. */
    <T> Optional<T> oneOf(String name, Map<String, T> words) {
        Optional<String> text = text(name, TEXT_LIMIT).map(word -> word.toLowerCase(java.util.Locale.ROOT));
        Optional<T> found = text.flatMap(word -> Optional.ofNullable(words.get(word)));
        if (text.isPresent() && found.isEmpty()) {
            String choice = words.keySet().stream().sorted().collect(Collectors.joining(", "));
            fault(name, "Expected " + name + " to be one of " + choice + ", but got something else.");
        }
        return found;
    }

    /** A whole number out of a few; as JSON number or as text. */
    Optional<Integer> oneOf(String name, Set<Integer> numbers) {
        Optional<Integer> number = whole(name);
        if (fields.containsKey(name) && number.filter(numbers::contains).isEmpty()) {
            String choice = numbers.stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
            fault(name, "Expected " + name + " to be one of " + choice + ", but got something else.");
            return Optional.empty();
        }
        return number;
    }

    Optional<Integer> wholeNumber(String name, int least, int most) {
        Optional<Integer> number = whole(name).filter(value -> value >= least && value <= most);
        if (fields.containsKey(name) && number.isEmpty()) {
            fault(
                    name,
                    "Expected a whole number from " + least + " to " + most + " for " + name
                            + ", but got something else.");
        }
        return number;
    }

    boolean flag(String name) {
        JsonNode node = fields.get(name);
        if (node == null) {
            return false;
        }
        String word = node.asString("");
        if (!word.equals("true") && !word.equals("false")) {
            fault(name, "Expected true or false for " + name + ", but got something else.");
        }
        return word.equals("true");
    }

    /** A flag that may also be left open. */
    Optional<Boolean> choice(String name) {
        return has(name) ? Optional.of(flag(name)) : Optional.empty();
    }

    /** A number that need not be whole. */
    Optional<Double> decimal(String name, double least, double most) {
        Optional<Double> number =
                Optional.ofNullable(fields.get(name)).flatMap(node -> FieldValues.decimal(node, least, most));
        if (has(name) && number.isEmpty()) {
            fault(
                    name,
                    "Expected a number from " + least + " to " + most + " for " + name + ", but got something else.");
        }
        return number;
    }

    /** A moment in the future: "2026-01-31T12:00:00Z", or how long from now, such as "2h". */
    Optional<Instant> deadline(String name, Instant now, Duration furthest) {
        JsonNode node = fields.get(name);
        if (node == null) {
            return Optional.empty();
        }
        Optional<Instant> moment = FieldValues.length(node).map(now::plus).or(() -> FieldValues.moment(node));
        Optional<Instant> fit = moment.filter(at -> at.isAfter(now) && !at.isAfter(now.plus(furthest)));
        if (fit.isEmpty()) {
            fault(
                    name,
                    "Expected a moment within the next " + furthest.toDays() + " days for " + name
                            + ", such as \"2026-01-31T12:00:00Z\" or \"2h\", but got something else.");
        }
        return fit.map(at -> at.truncatedTo(ChronoUnit.MILLIS));
    }

    /** A moment, such as "2026-01-31T12:00:00Z". */
    Optional<Instant> moment(String name) {
        Optional<String> text = text(name, TEXT_LIMIT);
        try {
            return text.map(Instant::parse);
        } catch (DateTimeParseException _) {
            fault(
                    name,
                    "Expected a moment for " + name + ", such as \"2026-01-31T12:00:00Z\", but got something else.");
            return Optional.empty();
        }
    }

    /** An identifier of a job. */
    Optional<UUID> id(String name) {
        Optional<String> text = text(name, TEXT_LIMIT);
        Optional<UUID> id = text.flatMap(FieldValues::id);
        if (text.isPresent() && id.isEmpty()) {
            fault(name, "Expected the id of a job for " + name + ", but got something else.");
        }
        return id;
    }

    /** Some of a few words, separated by commas, whatever their case. */
    <T> List<T> someOf(String name, Map<String, T> words) {
        Optional<String> text = text(name, TEXT_LIMIT);
        List<Optional<T>> found = text.stream()
                .flatMap(all -> Arrays.stream(all.split(",")))
                .map(word -> Optional.ofNullable(words.get(word.strip().toLowerCase(java.util.Locale.ROOT))))
                .toList();
        if (text.isPresent() && (found.isEmpty() || found.stream().anyMatch(Optional::isEmpty))) {
            String choice = words.keySet().stream().sorted().collect(Collectors.joining(", "));
            fault(name, "Expected " + name + " to be some of " + choice + ", but got something else.");
            return List.of();
        }
        return found.stream().flatMap(Optional::stream).distinct().toList();
    }

    /** A list of things that are written as text. */
    <T> List<T> list(String name, int most, Function<String, Optional<T>> read) {
        JsonNode node = fields.get(name);
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof ArrayNode array) || array.size() > most) {
            fault(name, "Expected a list of at most " + most + " for " + name + ", but got something else.");
            return List.of();
        }
        List<T> things = new ArrayList<>();
        for (JsonNode each : array) {
            Optional<T> thing = each.isString() ? read.apply(each.asString()) : Optional.empty();
            thing.ifPresentOrElse(
                    things::add,
                    () -> fault(
                            name + "/" + things.size(),
                            "Expected something else at position " + things.size() + " of " + name + "."));
            if (thing.isEmpty()) {
                return List.of();
            }
        }
        return things;
    }

    /** A length of time: "20s", "500ms", "1.5m", or a number of seconds. */
    Optional<Duration> length(String name, Duration least, Duration most) {
        JsonNode node = fields.get(name);
        if (node == null) {
            return Optional.empty();
        }
        Optional<Duration> length =
                FieldValues.length(node).filter(value -> value.compareTo(least) >= 0 && value.compareTo(most) <= 0);
        if (length.isEmpty()) {
            fault(
                    name,
                    "Expected a length from " + least.toSeconds() + " to " + most.toSeconds() + " seconds for " + name
                            + ", such as \"20s\" or 20, but got something else.");
        }
        return length;
    }

    Map<String, String> texts(String name, int count, int limit) {
        JsonNode node = fields.get(name);
        if (node == null) {
            return Map.of();
        }
        Form inside = inside(name);
        if (inside.fields.size() > count) {
            fault(
                    name,
                    "Expected at most " + count + " entries in " + name + ", but got " + inside.fields.size() + ".");
            return Map.of();
        }
        Map<String, String> texts = new TreeMap<>();
        inside.fields.keySet().forEach(key -> inside.text(key, limit).ifPresent(text -> texts.put(key, text)));
        return texts;
    }

    /** Every field that is not among these is a fault. */
    void only(String... names) {
        Set<String> known = Set.of(names);
        fields.keySet().stream()
                .filter(name -> !known.contains(name))
                .limit(20)
                .forEach(name -> fault(
                        name,
                        "Expected only " + String.join(", ", names) + ", but got an unknown field \"" + shorten(name)
                                + "\"."));
    }

    void fault(String name, String message) {
        faults.add(new Problem.Fault(shorten(path + name), message));
    }

    /** @throws ApiProblem if anything was wrong */
    void check() {
        if (!faults.isEmpty()) {
            throw ApiProblem.invalid(faults);
        }
    }

    private Optional<Integer> whole(String name) {
        return Optional.ofNullable(fields.get(name)).flatMap(FieldValues::whole);
    }

    private static Map<String, JsonNode> properties(ObjectNode object) {
        Map<String, JsonNode> fields = new TreeMap<>();
        object.properties().stream()
                .filter(entry -> !entry.getValue().isNull())
                .forEach(entry -> fields.put(entry.getKey(), entry.getValue()));
        return fields;
    }

    private static String shorten(String name) {
        return dev.rushes.ingest.domain.CleanText.line(name, 100);
    }
}
