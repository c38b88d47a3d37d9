package dev.rushes.media.ffmpeg;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/** Reads ffmpeg's {@code -progress} output: lines of {@code name=value}, a block of which ends with {@code progress=…}. */
final class ProgressReader {
    private final Consumer<FfmpegProgress> consumer;
    private long frame;
    private Duration time = Duration.ZERO;
    private double speed;

    private ProgressReader(Consumer<FfmpegProgress> consumer) {
        this.consumer = consumer;
    }

    /** Reads to the end; the result is the last report. */
    static FfmpegProgress read(InputStream stdout, Consumer<FfmpegProgress> consumer) throws IOException {
        ProgressReader reader = new ProgressReader(consumer);
        BufferedReader lines = new BufferedReader(new InputStreamReader(stdout, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            reader.accept(line);
        }
        return reader.report();
    }

    private void accept(String line) {
        int equals = line.indexOf('=');
        if (equals < 0) {
            return;
        }
        String value = line.substring(equals + 1).trim();
        switch (line.substring(0, equals)) {
            case "frame" -> frame = number(value, frame);
            case "out_time_us" -> time = Duration.ofNanos(Math.max(0, number(value, 0)) * 1000);
            case "speed" -> speed = factor(value);
            case "progress" -> consumer.accept(report());
            default -> {}
        }
    }

    private FfmpegProgress report() {
        return new FfmpegProgress(frame, time, speed);
    }

    /** "N/A" until there is something to tell. */
    private static long number(String value, long otherwise) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException notYet) {
            return otherwise;
        }
    }

    private static double factor(String value) {
        try {
            return Double.parseDouble(value.endsWith("x") ? value.substring(0, value.length() - 1) : value);
        } catch (NumberFormatException notYet) {
            return 0;
        }
    }
}
