package dev.rushes.split.ffmpeg;

import dev.rushes.media.ffmpeg.Ffmpeg;
import dev.rushes.media.ffmpeg.ToolLimits;
import dev.rushes.media.ffmpeg.ToolRun;
import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.MediaInfo.VideoInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.split.domain.CutRule;
import dev.rushes.split.domain.GopTable;
import dev.rushes.split.domain.PacketTable;
import dev.rushes.split.domain.PacketTableBuilder;
import dev.rushes.split.domain.SoundBuilder;
import dev.rushes.split.domain.Survey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Reads all packets of the picked tracks: the only witness of how long footage is and where it can be cut. */
public final class Surveyor {
    /** Containers whose clock may jump, as ffmpeg names them. */
    private static final List<String> JUMPING_CLOCKS = List.of("mpegts", "mpeg");

    private final Ffmpeg ffmpeg;
    private final ToolLimits limits;
    private final int mostPackets;

    /**
     * @param mostPackets most packets that footage may have
     */
    public Surveyor(Ffmpeg ffmpeg, ToolLimits limits, int mostPackets) {
        this.ffmpeg = ffmpeg;
        this.limits = limits;
        this.mostPackets = mostPackets;
    }

    /**
     * Looks at every packet.
     *
     * @param folder scratch space
     * @return errors with {@code MEDIA_OVER_LIMIT} if there are too many
     */
    public Mono<Survey> survey(Path file, MediaInfo info, Path folder) {
        return ffmpeg.inspect(file, PacketListing.TIME_BASES, limits, PacketListing.timeBases())
                .flatMap(timeBases -> packets(file, info, timeBases, folder));
    }

    private Mono<Survey> packets(Path file, MediaInfo info, Map<Integer, Rational> timeBases, Path folder) {
        Map<Integer, PacketListing.PacketSink> sinks = new HashMap<>();
        Optional<PacketTableBuilder> pictures = info.video()
                .flatMap(video -> Optional.ofNullable(timeBases.get(video.stream())))
                .map(timeBase -> new PacketTableBuilder(timeBase, JUMPING_CLOCKS.contains(info.container())));
        SoundBuilder sounds = new SoundBuilder();
        info.audio().ifPresent(audio -> sinks.put(audio.stream(), sounds::add));
        info.video().ifPresent(video -> pictures.ifPresent(builder -> sinks.put(video.stream(), builder::add)));
        return ffmpeg.inspect(file, PacketListing.PACKETS, limits, PacketListing.packets(sinks, mostPackets))
                .flatMap(count -> groups(file, info, pictures.flatMap(PacketTableBuilder::build), folder))
                .map(groups -> new Survey(
                        groups,
                        info.audio()
                                .flatMap(audio -> Optional.ofNullable(timeBases.get(audio.stream())))
                                .flatMap(sounds::build)));
    }

    private Mono<Optional<GopTable>> groups(Path file, MediaInfo info, Optional<PacketTable> packets, Path folder) {
        if (packets.isEmpty() || info.video().isEmpty()) {
            return Mono.just(Optional.empty());
        }
        VideoInfo video = info.video().get();
        return refreshes(file, video, folder)
                .map(refreshes -> Optional.of(GopTable.of(packets.get(), video.codec(), refreshes)));
    }

    /**
     * Which packets are decoder refreshes: each packet's time is replaced by its number, then everything but IDR slices (NAL unit type 5) is
     * filtered away, and what is left prints its number.
     */
    private Mono<BitSet> refreshes(Path file, VideoInfo video, Path folder) {
        if (CutRule.of(video.codec()) != CutRule.SEPARATING_REFRESH) {
            return Mono.just(new BitSet());
        }
        List<String> arguments = new ArrayList<>(ffmpeg.input(file, "-fflags", "+genpts"));
        arguments.addAll(List.of("-map", "0:" + video.stream(), "-c", "copy", "-copyinkf"));
        arguments.addAll(List.of("-bsf:v", "setts=pts=N:dts=N,filter_units=pass_types=5"));
        arguments.addAll(List.of("-f", "framecrc", "pipe:1"));
        return ffmpeg.read(new ToolRun("find decoder refreshes", arguments, folder, limits), Surveyor::packetNumbers);
    }

    private static BitSet packetNumbers(InputStream stdout) throws IOException {
        BitSet numbers = new BitSet();
        BoundedLines lines = new BoundedLines(stdout);
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
            String[] fields = line.get().split(",", 3);
            if (fields.length == 3 && !line.get().startsWith("#")) {
                numbers.set(Integer.parseInt(fields[1].trim()));
            }
        }
        return numbers;
    }
}
