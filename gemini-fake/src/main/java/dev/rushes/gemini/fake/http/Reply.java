package dev.rushes.gemini.fake.http;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What is sent back.
 *
 * @param status HTTP status
 * @param headers in order
 * @param packets the body; each is sent by itself
 * @param gap pause after each packet
 * @param delay pause before the first byte
 * @param ending how it ends
 */
public record Reply(
        int status, Map<String, String> headers, List<byte[]> packets, Duration gap, Duration delay, Ending ending) {

    /** How a reply ends. */
    public enum Ending {
        /** In order. */
        WHOLE,
        /** Never: nothing is sent, and the connection stays open until the client leaves. */
        SILENCE,
        /** The connection is reset before anything is sent. */
        RESET_BEFORE,
        /** The connection is reset after the packets, before the announced end of the body. */
        RESET_WITHIN
    }

    public Reply {
        headers = Map.copyOf(headers);
        packets = List.copyOf(packets);
    }

    public static Reply of(int status, String contentType, byte[] body) {
        return new Reply(
                status, Map.of("Content-Type", contentType), List.of(body), Duration.ZERO, Duration.ZERO, Ending.WHOLE);
    }

    public static Reply json(int status, JsonNode body) {
        return of(status, "application/json; charset=UTF-8", body.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Server-sent events, each packet by itself. */
    public static Reply events(List<byte[]> packets) {
        return new Reply(
                200, Map.of("Content-Type", "text/event-stream"), packets, Duration.ZERO, Duration.ZERO, Ending.WHOLE);
    }

    /** No reply at all. */
    public static Reply none(Ending how) {
        return new Reply(200, Map.of(), List.of(), Duration.ZERO, Duration.ZERO, how);
    }

    public Reply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Reply(status, more, packets, gap, delay, ending);
    }

    public Reply after(Duration wait) {
        return new Reply(status, headers, packets, gap, wait, ending);
    }

    /** One byte at a time. */
    public Reply trickling(Duration pause) {
        List<byte[]> bytes = new ArrayList<>();
        for (byte[] packet : packets) {
            for (byte one : packet) {
                bytes.add(new byte[] {one});
            }
        }
        return new Reply(status, headers, bytes, pause, delay, ending);
    }

    /** Cut off in the middle of its body. */
    public Reply brokenOff() {
        byte[] whole = body();
        byte[] half = java.util.Arrays.copyOf(whole, whole.length / 2);
        return new Reply(
                status,
                with("Content-Length", Integer.toString(whole.length)).headers(),
                List.of(half),
                gap,
                delay,
                Ending.RESET_WITHIN);
    }

    /** All packets in one. */
    public byte[] body() {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        packets.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
