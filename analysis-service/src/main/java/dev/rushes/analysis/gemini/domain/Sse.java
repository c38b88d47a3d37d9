package dev.rushes.analysis.gemini.domain;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Puts server-sent events together from bytes that come in packets of any size: letters, line ends and events may be cut anywhere. What is no
 * event, such as an error in plain JSON, is kept as {@link #plain}.
 */
public final class Sse {
    private final int largest;
    private final StringBuilder data = new StringBuilder();
    private final StringBuilder plain = new StringBuilder();
    private byte[] line = new byte[1024];
    private int length;
    private long total;

    /** @param largest most bytes of all events together */
    public Sse(int largest) {
        this.largest = largest;
    }

    /**
     * Takes a packet.
     *
     * @return the data of events that it completes
     * @throws IllegalStateException if more bytes came than are allowed
     */
    public List<String> take(byte[] packet) {
        total += packet.length;
        if (total > largest) {
            throw new IllegalStateException("Expected at most " + largest + " bytes, but got more");
        }
        List<String> events = new ArrayList<>();
        for (byte one : packet) {
            if (one == '\n') {
                line(events);
            } else {
                if (length == line.length) {
                    line = Arrays.copyOf(line, length * 2);
                }
                line[length++] = one;
            }
        }
        return events;
    }

    /** What is left when the stream ends. */
    public List<String> end() {
        List<String> events = new ArrayList<>();
        line(events);
        flush(events);
        return events;
    }

    /** What came that was no event. */
    public String plain() {
        return plain.toString();
    }

    private void line(List<String> events) {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        String text = new String(line, 0, end, StandardCharsets.UTF_8);
        length = 0;
        if (text.isEmpty()) {
            flush(events);
        } else if (text.startsWith("data:")) {
            data.append(data.isEmpty() ? "" : "\n").append(text.substring(5).strip());
        } else if (!text.startsWith(":") && !text.matches("(event|id|retry):.*")) {
            plain.append(text).append('\n');
        }
    }

    private void flush(List<String> events) {
        if (!data.isEmpty()) {
            events.add(data.toString());
            data.setLength(0);
        }
    }
}
