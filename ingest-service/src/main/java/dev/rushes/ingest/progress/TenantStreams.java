package dev.rushes.ingest.progress;

import dev.rushes.ingest.ledger.JobChanges;
import dev.rushes.ingest.ledger.TenantNews;
import dev.rushes.ingest.progress.Backlog.Missed;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Opens streams of all jobs of a tenant. A stream is a cursor in the tenant's {@link Backlog}: what a slow client misses is not kept for it but read
 * again from the ledger when it is ready, or, if it is too much, replaced by a reset and a snapshot.
 */
public final class TenantStreams {
    /** Bytes that are written in one go, or a little more; so much waits for a client that does not read. */
    private static final int WRITE = 32 * 1024;

    /** Lines that are read from the ledger in one go. */
    private static final int PAGE = 50;

    /** A ledger that answers does so before that. */
    private static final Duration SOON = Duration.ofMillis(300);

    private static final byte[] WAITING =
            "retry:2000\n:the ledger does not answer yet\n\n".getBytes(StandardCharsets.UTF_8);

    private final TenantNews news;
    private final JobChanges changes;
    private final NewsText text;
    private final StreamLimits limits;
    private final StreamCounts counts;
    private final Clock clock;
    private final Map<String, TenantTail> tails = new ConcurrentHashMap<>();

    public TenantStreams(
            TenantNews news, JobChanges changes, NewsText text, StreamLimits limits, StreamCounts counts, Clock clock) {
        this.news = news;
        this.changes = changes;
        this.text = text;
        this.limits = limits;
        this.counts = counts;
        this.clock = clock;
    }

    /**
     * A stream for a client. Each element is what can be written in one go; its arrays are shared and must not be changed. Ends at the longest age of
     * a stream.
     *
     * @param wanted jobs to tell of; empty: all
     * @param place where the client says to be
     */
    public Flux<List<byte[]>> open(String tenant, Set<UUID> wanted, Optional<NewsPlace> place) {
        return Flux.defer(() -> {
            TenantTail tail = tail(tenant);
            NewsReader reader = new NewsReader(wanted, place);
            Flux<List<byte[]>> beginning = withSigns(
                            begin(tenant, tail, reader).retryWhen(AskingAgain.ofTheDatabase(counts)))
                    .retryWhen(AskingAgain.ofTheDatabase(counts));
            return Flux.concat(beginning, follow(tail, reader)).repeat().take(limits.maxAge());
        });
    }

    /** Its frames are forgotten when nobody looks on any more. */
    private TenantTail tail(String tenant) {
        return tails.computeIfAbsent(
                tenant,
                name -> new TenantTail(
                        name, news, changes, text, limits, counts, clock, ended -> tails.remove(name, ended)));
    }

    /** Completes when the reader has been overtaken. */
    private Flux<List<byte[]>> follow(TenantTail tail, NewsReader reader) {
        return tail.marks()
                .onBackpressureLatest()
                .concatMap(_ -> missed(tail.backlog(), reader), 1)
                .takeWhile(missed -> !isLost(missed))
                .map(Missed::frames)
                .filter(frames -> !frames.isEmpty());
    }

    /** In pieces, each put together when the one before it has been taken. */
    private static Flux<Missed> missed(Backlog backlog, NewsReader reader) {
        Missed first = backlog.after(reader, WRITE);
        return first.more()
                ? Flux.generate(() -> first, (missed, sink) -> {
                    sink.next(missed);
                    if (!missed.more()) {
                        sink.complete();
                        return missed;
                    }
                    return backlog.after(reader, WRITE);
                })
                : Flux.just(first);
    }

    private boolean isLost(Missed missed) {
        if (missed.overtaken()) {
            counts.overtaken();
        }
        return missed.overtaken();
    }

    /**
     * What the stream begins with: first that somebody is here, if the ledger does not answer soon. A client can't tell a stream that is silent from the
     * beginning from one that nobody serves.
     */
    private Flux<List<byte[]>> withSigns(Mono<Flux<List<byte[]>>> beginning) {
        Flux<Piece> signs = Flux.interval(SOON, limits.heartbeat())
                .onBackpressureDrop()
                .map(count -> new Piece(Flux.just(List.of(count == 0 ? WAITING : TenantTail.SIGN)), false));
        return Flux.merge(1, signs, beginning.map(frames -> new Piece(frames, true)))
                .takeUntil(Piece::last)
                .concatMap(Piece::frames, 1);
    }

    private record Piece(Flux<List<byte[]>> frames, boolean last) {}

    /** Goes on where the reader is, so that it may be done again if the ledger does not answer. */
    private Mono<Flux<List<byte[]>>> begin(String tenant, TenantTail tail, NewsReader reader) {
        return snapshot(tenant, tail, reader)
                .flatMap(snapshot -> last(tenant, snapshot.place().position(), tail, reader)
                        .map(last -> NewsStart.of(reader.place(), snapshot.place(), last))
                        .map(start -> Flux.defer(() -> frames(tail, reader, snapshot, start))));
    }

    private Mono<TenantTail.Snapshot> snapshot(String tenant, TenantTail tail, NewsReader reader) {
        if (reader.wanted().isEmpty()) {
            return tail.snapshot();
        }
        return tail.marks().next().flatMap(_ -> {
            long next = tail.backlog().mark().index();
            return news.jobs(tenant, reader.wanted())
                    .map(found -> new TenantTail.Snapshot(
                            next, NewsPlace.of(found.at()), text.of(new News.Snapshot(found.jobs(), false))));
        });
    }

    /** A client that was on another instance may be ahead of this one. */
    private Mono<Long> last(String tenant, long known, TenantTail tail, NewsReader reader) {
        long here = Math.max(known, tail.backlog().mark().place().position());
        return reader.place().filter(seen -> seen.position() > here).isPresent()
                ? news.head(tenant).map(TenantNews.Head::last)
                : Mono.just(here);
    }

    private Flux<List<byte[]>> frames(
            TenantTail tail, NewsReader reader, TenantTail.Snapshot snapshot, NewsStart start) {
        NewsPlace there = snapshot.place();
        return switch (start) {
            case NewsStart.Fresh _ -> Flux.just(all(List.of(), reader, there, snapshot));
            case NewsStart.Ahead _ ->
                Flux.just(all(List.of(), reader, reader.place().orElseThrow(), snapshot));
            case NewsStart.Anew anew -> {
                counts.reset();
                yield Flux.just(all(List.of(text.of(new News.Reset(anew.why()))), reader, there, snapshot));
            }
            case NewsStart.Replay replay -> replay(tail, replay.after(), reader, snapshot);
        };
    }

    /**
     * Lines up to the snapshot, page by page as they are taken, and the snapshot. Ends before it when so much has happened meanwhile that the rest can't be
     * told line by line.
     */
    private Flux<List<byte[]>> replay(TenantTail tail, long after, NewsReader reader, TenantTail.Snapshot snapshot) {
        NewsPlace there = snapshot.place();
        if (after >= there.position()) {
            return Flux.just(all(List.of(), reader, there, snapshot));
        }
        reader.toldUpTo(new NewsPlace(there.epoch(), after));
        if (tail.backlog().mark().place().position() - after > NewsStart.REPLAY_LIMIT) {
            return Flux.empty();
        }
        long until = Math.min(there.position(), after + PAGE);
        return news.lines(tail.tenant(), after, PAGE)
                .filter(line -> line.position() <= until && reader.wants(line.jobId()))
                .map(line -> text.of(line, new NewsPlace(there.epoch(), line.position())))
                .collectList()
                .flatMapMany(lines -> Flux.concat(
                        lines.isEmpty() ? Flux.empty() : Flux.just(lines),
                        Flux.defer(() -> replay(tail, until, reader, snapshot))));
    }

    private static List<byte[]> all(
            List<byte[]> first, NewsReader reader, NewsPlace told, TenantTail.Snapshot snapshot) {
        reader.begin(told, snapshot.next());
        List<byte[]> frames = new ArrayList<>(first);
        frames.add(told.idLine());
        frames.add(snapshot.bytes());
        return frames;
    }
}
