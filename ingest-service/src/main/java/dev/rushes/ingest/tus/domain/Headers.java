package dev.rushes.ingest.tus.domain;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The headers of a request, by their names in any case.
 *
 * @param values one value for each name
 */
public record Headers(Map<String, String> values) {
    private static final Pattern DIGITS = Pattern.compile("\\d{1,30}");

    public Headers {
        values = values.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        entry -> entry.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue, (first, _) -> first));
    }

    /** A header that is there. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name.toLowerCase(Locale.ROOT))).map(String::strip);
    }

    /** A number of bytes; empty if the header is absent. Numbers beyond all bounds count as the largest. */
    Reading<OptionalLong> bytes(String name) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return new Reading.Good<>(OptionalLong.empty());
        }
        if (!DIGITS.matcher(text.get()).matches()) {
            return Reading.malformed("Expected a whole number of bytes in " + name + ", but got something else.");
        }
        return new Reading.Good<>(OptionalLong.of(number(text.get())));
    }

    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException tooLarge) {
            return Long.MAX_VALUE;
        }
    }
}
