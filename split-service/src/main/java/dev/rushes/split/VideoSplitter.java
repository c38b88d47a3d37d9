package dev.rushes.split;

import dev.rushes.media.ffmpeg.FfmpegProgress;
import dev.rushes.media.ffmpeg.MediaFailure;
import dev.rushes.media.value.MediaInfo.VideoInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Track;
import dev.rushes.runtime.stage.StageContext.NoteLevel;
import dev.rushes.runtime.stage.StageFailure;
import dev.rushes.runtime.stage.StageProgress;
import dev.rushes.split.domain.Chunk;
import dev.rushes.split.domain.ChunkCursor;
import dev.rushes.split.domain.ChunkLengths;
import dev.rushes.split.domain.ChunkPlanner;
import dev.rushes.split.domain.GopTable;
import dev.rushes.split.domain.PacketTable;
import dev.rushes.split.domain.VideoContainer;
import dev.rushes.split.ffmpeg.CuttableCopy;
import dev.rushes.split.ffmpeg.SplitFailure;
import dev.rushes.split.ffmpeg.Surveyor;
import dev.rushes.split.ffmpeg.TrackInspector;
import dev.rushes.split.ffmpeg.VideoCut;
import dev.rushes.split.ffmpeg.VideoCutter;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Cuts the video track into chunks and publishes each as it closes. It copies; only a track that can not be copied in parts is re-encoded first,
 * and that is decided before the first chunk is announced.
 */
final class VideoSplitter {
    private final Surveyor surveyor;
    private final VideoCutter cutter;
    private final TrackInspector inspector;
    private final CuttableCopy cuttableCopy;
    private final ChunkPublisher publisher;
    private final ChunkLengths lengths;
    private final int mostChunks;

    VideoSplitter(SplitTools tools, ChunkPublisher publisher, ChunkLengths lengths, int mostChunks) {
        this.surveyor = tools.surveyor();
        this.cutter = tools.cutter();
        this.inspector = tools.inspector();
        this.cuttableCopy = tools.cuttableCopy();
        this.publisher = publisher;
        this.lengths = lengths;
        this.mostChunks = mostChunks;
    }

    /**
     * A track to cut.
     *
     * @param file local file
     * @param video the track in it
     * @param groups its cut points
     * @param origin its own time at which the source's clock begins
     */
    private record Reel(Path file, VideoInfo video, GopTable groups, Rational origin) {
        /** Its end on the source's clock: a copy may end a little later than the original. */
        Rational end() {
            return groups.packets().span().end().minus(origin);
        }
    }

    /**
     * Cuts, stores and announces.
     *
     * @param origin the track's own time at which the source's clock begins
     */
    Flux<Chunk> split(SplitTask task, VideoInfo video, GopTable groups, Rational origin) {
        Reel original = new Reel(task.source(), video, groups, origin);
        if (groups.packets().hidesPicturesInside()) {
            return splitCopy(task, original);
        }
        AtomicInteger published = new AtomicInteger();
        return cut(task, original)
                .doOnNext(chunk -> published.incrementAndGet())
                .onErrorResume(
                        error -> published.get() == 0 && NotCopyable.is(error), error -> splitCopy(task, original));
    }

    private Flux<Chunk> cut(SplitTask task, Reel reel) {
        Rational length = lengths.wanted(
                task.job().ticket().options().chunkLength(),
                task.job().ticket().options().analyzer());
        VideoContainer container = VideoContainer.of(reel.video().codec());
        VideoCut cut = new VideoCut(
                reel.file(),
                reel.video().stream(),
                ChunkPlanner.plan(reel.groups(), length, mostChunks),
                container,
                task.folder());
        ChunkCursor cursor = new ChunkCursor(reel.groups().packets(), reel.origin());
        return cutter.cut(cut)
                .index()
                .concatMap(closed -> inspect(closed.getT2(), reel)
                        .flatMap(content -> publish(task, cursor, container, closed.getT1(), closed.getT2(), content)))
                .doOnNext(chunk -> report(task, cursor, reel.groups().packets()))
                .concatWith(Mono.defer(() -> finish(task, cursor)));
    }

    private Mono<TrackInspector.Content> inspect(Path file, Reel reel) {
        return inspector.inspect(file).flatMap(content -> {
            String codec = reel.video().codec();
            if (content.packets() > 0 && content.codec().equals(codec)) {
                return Mono.just(content);
            }
            return Mono.error(new StageFailure(
                    SplitFailure.CHUNK_UNREADABLE,
                    "Expected a chunk that reads back as " + codec + ", but got "
                            + (content.codec().isEmpty() ? "nothing" : content.codec()) + " with " + content.packets()
                            + " packets"));
        });
    }

    private Mono<Chunk> publish(
            SplitTask task,
            ChunkCursor cursor,
            VideoContainer container,
            long index,
            Path file,
            TrackInspector.Content content) {
        ChunkCursor.Stretch stretch = cursor.advance(content.packets());
        return publisher.publish(
                task,
                new ChunkPublisher.Closed(
                        Track.VIDEO,
                        Math.toIntExact(index),
                        file,
                        container.extension(),
                        container.contentType(),
                        stretch.span(),
                        stretch.frames()));
    }

    private static void report(SplitTask task, ChunkCursor cursor, PacketTable packets) {
        int done = packets.size() - cursor.left();
        task.job().progress(new StageProgress(done, packets.size(), "frames", 0, "cutting"));
    }

    private static Mono<Chunk> finish(SplitTask task, ChunkCursor cursor) {
        if (cursor.left() == 0) {
            return Mono.empty();
        }
        return Mono.error(new StageFailure(
                SplitFailure.CHUNKS_INCOMPLETE,
                "Expected the chunks to hold every packet of the video track, but " + cursor.left() + " are in none"));
    }

    private Flux<Chunk> splitCopy(SplitTask task, Reel original) {
        task.job()
                .note(
                        NoteLevel.WARNING,
                        "The video (" + original.video().codec()
                                + ") can not be cut as it is. It is re-encoded for the analysis; the film is made from the original.");
        return cuttableCopy
                .make(task.source(), original.video(), task.folder(), progress -> report(task, original, progress))
                .flatMap(made -> surveyor.survey(made.file(), made.info(), task.folder())
                        .map(survey -> survey.video().orElseThrow(() -> unreadable(original)))
                        .map(groups -> new Reel(
                                made.file(),
                                made.info().video().orElse(original.video()),
                                groups,
                                origin(original, groups))))
                .flatMapMany(reel -> cut(task.lasting(reel.end()), reel));
    }

    /** The copy's own time at which the source's clock begins: its first picture is the original's first. */
    private static Rational origin(Reel original, GopTable copy) {
        Rational first = original.groups().packets().span().start().minus(original.origin());
        return copy.packets().span().start().minus(first);
    }

    private static StageFailure unreadable(Reel original) {
        return new StageFailure(
                MediaFailure.MEDIA_NOT_DECODABLE,
                "Expected pictures in the video track (" + original.video().codec() + "), but none could be decoded");
    }

    private static void report(SplitTask task, Reel original, FfmpegProgress progress) {
        task.job()
                .progress(new StageProgress(
                        progress.frame(),
                        original.groups().packets().size(),
                        "frames",
                        progress.speed(),
                        "re-encoding for the analysis"));
    }
}
