package dev.rushes.media.store.s3;

import dev.rushes.media.store.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/**
 * What the caller has recorded of an object: full parts, by their ETags, and perhaps a tail behind them, by its name.
 *
 * @param full parts of the multipart upload, numbered from 1 without gaps
 * @param tail bytes that are too few for a part
 */
record RecordedParts(List<Part> full, Optional<Part> tail) {
    private static final String FULL = "part:";
    private static final String TAIL = "tail:";

    /**
     * A part as the store knows it.
     *
     * @param size bytes
     * @param eTag with or without quotes
     */
    record Uploaded(long size, String eTag) {}

    static Part full(int number, long length, String eTag) {
        return new Part(number, length, FULL + bare(eTag));
    }

    static Part tail(int number, long length, String name) {
        return new Part(number, length, TAIL + name);
    }

    /** The name of a tail. */
    static String name(Part tail) {
        return tail.token().substring(TAIL.length());
    }

    /**
     * @throws IllegalArgumentException for parts that this store did not tell
     */
    static RecordedParts of(List<Part> parts) {
        List<Part> full = new ArrayList<>();
        Optional<Part> tail = Optional.empty();
        for (Part part : parts) {
            boolean inOrder = part.number() == full.size() + 1 && tail.isEmpty();
            if (inOrder && part.token().startsWith(FULL)) {
                full.add(part);
            } else if (inOrder && part.token().matches("tail:[0-9a-f-]{36}")) {
                tail = Optional.of(part);
            } else {
                throw new IllegalArgumentException(
                        "Expected parts of this store, numbered from 1, but number " + part.number() + " comes after "
                                + (full.size() + tail.map(_ -> 1).orElse(0)));
            }
        }
        return new RecordedParts(List.copyOf(full), tail);
    }

    /** How many bytes of a new piece have been recorded as the tail already: only the first piece begins with them. */
    long tailLength(int piece) {
        return piece == 1 ? tail.map(Part::length).orElse(0L) : 0;
    }

    /** The longest beginning of the full parts that are there as they were recorded. */
    List<Part> present(Map<Integer, Uploaded> found) {
        List<Part> present = new ArrayList<>();
        for (Part part : full) {
            Uploaded uploaded = found.get(part.number());
            if (uploaded == null
                    || uploaded.size() != part.length()
                    || !part.token().equals(FULL + bare(uploaded.eTag()))) {
                break;
            }
            present.add(part);
        }
        return present;
    }

    List<CompletedPart> completed() {
        return full.stream()
                .map(part -> CompletedPart.builder()
                        .partNumber(part.number())
                        .eTag("\"" + part.token().substring(FULL.length()) + "\"")
                        .build())
                .toList();
    }

    /** With what the tail has become. */
    List<CompletedPart> completed(CompletedPart last) {
        List<CompletedPart> all = new ArrayList<>(completed());
        all.add(last);
        return all;
    }

    private static String bare(String eTag) {
        return eTag.replace("\"", "");
    }
}
