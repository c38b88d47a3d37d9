package dev.rushes.split.ffmpeg;

import dev.rushes.media.ffmpeg.MediaFailure;
import dev.rushes.media.ffmpeg.StdoutReader;
import dev.rushes.media.value.Rational;
import dev.rushes.runtime.stage.StageFailure;
import dev.rushes.split.domain.Packet;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads ffprobe's listing of packets:
 *
 * <pre>
 *   stream,0,1/12800                     (index, time base; in an output of its own)
 *   packet,0,-6656,-7680,512,KD_,…       (index, pts, dts, duration, flags, then side data that nobody asked for)
 * </pre>
 */
final class PacketListing {
    /** Arguments that list every packet of every track. */
    static final List<String> PACKETS = List.of(
            "-fflags", "+genpts", "-show_entries", "packet=stream_index,pts,dts,duration,flags", "-of", "csv=p=1");

    /** Arguments that list the time base of every track. */
    static final List<String> TIME_BASES = List.of("-show_entries", "stream=index,time_base", "-of", "csv=p=1");

    private PacketListing() {}

    /** Takes the packets of one track, one after the other. */
    @FunctionalInterface
    interface PacketSink {
        void add(Packet packet);
    }

    static StdoutReader<Map<Integer, Rational>> timeBases() {
        return stdout -> {
            Map<Integer, Rational> timeBases = new HashMap<>();
            BoundedLines lines = new BoundedLines(stdout);
            for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
                String[] fields = line.get().split(",", 4);
                if (fields.length >= 3 && fields[0].equals("stream")) {
                    timeBases.put(Integer.valueOf(fields[1]), Rational.parse(fields[2]));
                }
            }
            return Map.copyOf(timeBases);
        };
    }

    /**
     * Hands the packets to the sinks of their tracks.
     *
     * @param limit most packets of all sinks together; one more is {@link MediaFailure#MEDIA_OVER_LIMIT}
     * @return number of packets handed on
     */
    static StdoutReader<Integer> packets(Map<Integer, PacketSink> sinks, int limit) {
        return stdout -> read(stdout, sinks, limit);
    }

    private static int read(InputStream stdout, Map<Integer, PacketSink> sinks, int limit) throws IOException {
        int count = 0;
        BoundedLines lines = new BoundedLines(stdout);
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
            String[] fields = line.get().split(",", 7);
            PacketSink sink =
                    fields.length >= 6 && fields[0].equals("packet") ? sinks.get(Integer.valueOf(fields[1])) : null;
            if (sink == null) {
                continue;
            }
            if (++count > limit) {
                throw new StageFailure(
                        MediaFailure.MEDIA_OVER_LIMIT,
                        "Expected footage of at most " + limit
                                + " packets, but it has more. Split it into shorter files.");
            }
            sink.add(packet(fields));
        }
        return count;
    }

    private static Packet packet(String[] fields) {
        String flags = fields[5];
        long duration = ticks(fields[4]);
        return new Packet(
                ticks(fields[2]),
                ticks(fields[3]),
                duration == Packet.UNKNOWN ? 0 : duration,
                flags.indexOf('K') >= 0,
                flags.indexOf('D') < 0);
    }

    private static long ticks(String field) {
        return field.equals("N/A") ? Packet.UNKNOWN : Long.parseLong(field);
    }
}
