package dev.rushes.runtime.deadletters;

import java.util.List;
import java.util.Optional;

/**
 * Everything about one letter, cut to what people can read.
 *
 * @param letter its outside
 * @param key the key
 * @param headers headers in the order of the record; only the first few hundred
 * @param moreHeaders headers that are left out
 * @param value the value
 * @param error class of the error, if there was one
 * @param stackTrace where the error was raised, as the stage kept it
 */
public record LetterContent(
        DeadLetter letter,
        Shown key,
        List<Header> headers,
        int moreHeaders,
        Value value,
        Optional<String> error,
        Optional<String> stackTrace) {
    public LetterContent {
        headers = List.copyOf(headers);
    }

    /** A header. */
    public record Header(String name, Shown value) {}

    /** How bytes were understood. */
    public enum Form {
        /** There are none. */
        NULL,
        /** Text. */
        TEXT,
        /** A whole number of 4 bytes, big end first. */
        INT32,
        /** A whole number of 8 bytes, big end first. */
        INT64,
        /** A whole number of any length, big end first. */
        INTEGER,
        /** None of these: hexadecimal digits. */
        BYTES
    }

    /**
     * Bytes as text.
     *
     * @param text readable form, cut to a limit
     * @param bytes how many there are
     * @param cut whether the text shows only the beginning
     */
    public record Shown(Form form, String text, int bytes, boolean cut) {}

    /** The value of a letter. */
    public sealed interface Value {

        /** A record that this version knows. */
        record Decoded(String type, String avroJson, int bytes) implements Value {}

        /** Bytes that are shown as they are. */
        record Opaque(String why, Shown preview) implements Value {}
    }
}
