package dev.rushes.gemini.fake;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Bytes that look like an MP4 of a given length, as far as the fake looks. */
final class Movie {
    private Movie() {}

    static byte[] of(int seconds, int size) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.max(size, 64));
        bytes.put("mvhd".getBytes(StandardCharsets.US_ASCII));
        bytes.putInt(16, 1000).putInt(20, seconds * 1000);
        bytes.position(24);
        bytes.put("vide".getBytes(StandardCharsets.US_ASCII)).put("soun".getBytes(StandardCharsets.US_ASCII));
        return bytes.array();
    }
}
