package dev.rushes.ingest.api;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What the value of a field means; empty if it means nothing of the kind. */
final class FieldValues {
    private static final Pattern LENGTH = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,3})?)(ms|s|m|h)?");

    private FieldValues() {}

    /** A whole number, as JSON number or as text. */
    static Optional<Integer> whole(JsonNode node) {
        return number(node).flatMap(FieldValues::whole);
    }

    /** A number within bounds. */
    static Optional<Double> decimal(JsonNode node, double least, double most) {
        return number(node)
                .filter(value -> value.compareTo(BigDecimal.valueOf(least)) >= 0)
                .filter(value -> value.compareTo(BigDecimal.valueOf(most)) <= 0)
                .map(BigDecimal::doubleValue);
    }

    private static Optional<BigDecimal> number(JsonNode node) {
        try {
            boolean readable =
                    node.isNumber() || (node.isString() && node.asString().matches("-?\\d{1,12}(\\.\\d{1,9})?"));
            return readable ? Optional.of(new BigDecimal(node.asString())) : Optional.empty();
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> whole(BigDecimal number) {
        if (Math.abs((long) number.precision() - number.scale()) > 12) {
            return Optional.empty();
        }
        try {
            return Optional.of(number.intValueExact());
        } catch (ArithmeticException _) {
            return Optional.empty();
        }
    }

    /** The id of a job. */
    static Optional<UUID> id(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equalsIgnoreCase(text) ? Optional.of(id) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** A moment, such as "2026-01-31T12:00:00Z". */
    static Optional<Instant> moment(JsonNode node) {
        try {
            return node.isString() ? Optional.of(Instant.parse(node.asString())) : Optional.empty();
        } catch (DateTimeParseException _) {
            return Optional.empty();
        }
    }

    /** A length of time: "20s", or a number of seconds. */
    static Optional<Duration> length(JsonNode node) {
        Matcher text = LENGTH.matcher(node.isNumber() || node.isString() ? node.asString() : "");
        if (!text.matches()) {
            return Optional.empty();
        }
        int millis =
                switch (Optional.ofNullable(text.group(2)).orElse("s")) {
                    case "ms" -> 1;
                    case "m" -> 60_000;
                    case "h" -> 3_600_000;
                    default -> 1000;
                };
        return Optional.of(Duration.ofMillis(new BigDecimal(text.group(1))
                .multiply(BigDecimal.valueOf(millis))
                .longValue()));
    }

    /** What it is, in words. */
    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case BOOLEAN -> "true or false";
            case NUMBER -> "a number";
            case OBJECT, POJO -> "an object";
            case STRING -> "text";
            case BINARY, MISSING, NULL -> "nothing";
        };
    }
}
