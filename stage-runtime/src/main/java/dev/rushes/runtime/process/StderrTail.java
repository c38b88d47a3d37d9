package dev.rushes.runtime.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Keeps the end of what a process writes to its standard error, however much that is. One thread writes, any thread reads. */
final class StderrTail {
    private static final int CAPACITY = 8 * 1024;
    private static final Pattern TIMES = Pattern.compile("(\\d+)m([\\d.]+)s (\\d+)m([\\d.]+)s");

    private final byte[] ring = new byte[CAPACITY];
    private long written;

    /** Reads to the end. */
    void drain(InputStream stderr) throws IOException {
        byte[] buffer = new byte[CAPACITY];
        for (int count = stderr.read(buffer); count >= 0; count = stderr.read(buffer)) {
            add(buffer, count);
        }
    }

    synchronized void add(byte[] bytes, int count) {
        for (int i = Math.max(0, count - CAPACITY); i < count; i++) {
            ring[(int) ((written + i) % CAPACITY)] = bytes[i];
        }
        written += count;
    }

    /** What the tool said, without the times that the shell added. */
    String complaints() {
        String text = text();
        int mark = text.lastIndexOf(Leash.CPU_MARK);
        return clean(mark < 0 ? text : text.substring(0, mark));
    }

    /** Processor time as the shell told it; zero if it did not live to tell. */
    Duration cpu() {
        String text = text();
        int mark = text.lastIndexOf(Leash.CPU_MARK);
        if (mark < 0) {
            return Duration.ZERO;
        }
        // Two lines: the shell's own times, then those of its children, each as user and system time.
        List<Duration> times = TIMES.matcher(text)
                .region(mark, text.length())
                .results()
                .map(StderrTail::userAndSystem)
                .toList();
        return times.size() < 2 ? Duration.ZERO : times.get(1);
    }

    private synchronized String text() {
        int length = (int) Math.min(written, CAPACITY);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = ring[(int) ((written - length + i) % CAPACITY)];
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static Duration userAndSystem(MatchResult times) {
        return minutes(times.group(1), times.group(2)).plus(minutes(times.group(3), times.group(4)));
    }

    private static Duration minutes(String minutes, String seconds) {
        return Duration.ofMinutes(Long.parseLong(minutes)).plusNanos((long) (Double.parseDouble(seconds) * 1e9));
    }

    /** Footage may smuggle escape sequences, line breaks and reversed text into a tool's messages, and so into logs and terminals. */
    private static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.replace("\r\n", "\n").replace('\r', '\n').codePoints().forEach(point -> {
            int type = Character.getType(point);
            if (point == '\n') {
                clean.append('\n');
            } else if (point == '\t') {
                clean.append(' ');
            } else if (type != Character.CONTROL && type != Character.FORMAT && type != Character.SURROGATE) {
                clean.appendCodePoint(point);
            }
        });
        return clean.toString().strip();
    }
}
