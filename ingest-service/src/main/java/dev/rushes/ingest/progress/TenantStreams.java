package dev.rushes.ingest.progress;

import dev.rushes.ingest.ledger.JobChanges;
import dev.rushes.ingest.ledger.TenantNews;
import dev.rushes.ingest.progress.Backlog.Missed;
import java.time.Clock;
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
            return Flux.concat(begin(tenant, tail, reader), follow(tail, reader))
                    .repeat()
                    .take(limits.maxAge());
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
        return tail.marks().onBackpressureLatest().handle((_, sink) -> {
            Missed missed = tail.backlog().after(reader);
            if (missed.overtaken()) {
                counts.overtaken();
                sink.complete();
            } else if (!missed.frames().isEmpty()) {
                sink.next(missed.frames());
            }
        });
    }

    private Mono<List<byte[]>> begin(String tenant, TenantTail tail, NewsReader reader) {
        return snapshot(tenant, tail, reader)
                .flatMap(snapshot -> last(tenant, snapshot.place().position(), tail, reader)
                        .map(last -> NewsStart.of(reader.place(), snapshot.place(), last))
                        .flatMap(start -> frames(tenant, reader, snapshot, start)));
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

    private Mono<List<byte[]>> frames(String tenant, NewsReader reader, TenantTail.Snapshot snapshot, NewsStart start) {
        NewsPlace there = snapshot.place();
        return switch (start) {
            case NewsStart.Fresh _ -> Mono.just(all(List.of(), reader, there, snapshot));
            case NewsStart.Ahead _ ->
                Mono.just(all(List.of(), reader, reader.place().orElseThrow(), snapshot));
            case NewsStart.Anew anew -> {
                counts.reset();
                yield Mono.just(all(List.of(text.of(new News.Reset(anew.why()))), reader, there, snapshot));
            }
            case NewsStart.Replay replay ->
                news.lines(tenant, replay.after(), NewsStart.REPLAY_LIMIT)
                        .filter(line -> line.position() <= there.position() && reader.wants(line.jobId()))
                        .map(line -> text.of(line, new NewsPlace(there.epoch(), line.position())))
                        .collectList()
                        .map(lines -> all(lines, reader, there, snapshot));
        };
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
