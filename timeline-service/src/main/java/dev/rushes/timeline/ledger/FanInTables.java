package dev.rushes.timeline.ledger;

import dev.rushes.timeline.domain.AnalyzedChunk;
import dev.rushes.timeline.domain.AssembledTimeline;
import dev.rushes.timeline.domain.FanInState;
import dev.rushes.timeline.domain.FanInState.Assembly;
import dev.rushes.timeline.domain.FanInState.Count;
import dev.rushes.timeline.domain.Footage;
import dev.rushes.timeline.domain.TimelineInput.Expectation;
import dev.rushes.timeline.json.RushesJson;
import io.r2dbc.spi.Readable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.r2dbc.core.DatabaseClient.GenericExecuteSpec;
import reactor.core.publisher.Mono;
import tools.jackson.databind.ObjectReader;

/** The statements on the ledger's tables, one method each. */
public final class FanInTables {
    /** Made before the first row comes: to make one takes a lock, and rows come on the threads of the connection. */
    private static final Map<Class<?>, ObjectReader> READERS = Stream.of(
                    Footage.class, AnalyzedChunk.class, AssembledTimeline.class)
            .collect(Collectors.toUnmodifiableMap(
                    type -> type, type -> RushesJson.mapper().readerFor(type)));

    private final DatabaseClient database;

    public FanInTables(DatabaseClient database) {
        this.database = database;
    }

    /** Makes the run's row if need be and locks it until the end of the transaction. */
    Mono<Void> lock(JobRun run) {
        return of(run, """
                insert into timeline.expectations (job, run) values (:job, :run)
                on conflict (job, run) do update set touched_at = now()""").then();
    }

    Mono<Optional<Assembly>> assembly(JobRun run) {
        return of(run, "select trigger, result from timeline.assemblies where job = :job and run = :run")
                .map(FanInTables::toAssembly)
                .one()
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }

    private static Assembly toAssembly(Readable row) {
        Optional<AssembledTimeline> result =
                Optional.ofNullable(row.get("result", String.class)).map(json -> read(json, AssembledTimeline.class));
        return new Assembly(column(row, "trigger", UUID.class), result);
    }

    /** Writes a chunk down; a repeat changes nothing, except that findings replace a gap. */
    Mono<Void> arrive(JobRun run, AnalyzedChunk chunk) {
        return at(run, chunk, """
                insert into timeline.arrivals (job, run, track, chunk_index, gap, chunk)
                values (:job, :run, :track, :index, :gap, :chunk)
                on conflict (job, run, track, chunk_index) do update set gap = excluded.gap, chunk = excluded.chunk
                where arrivals.gap and not excluded.gap""")
                .bind("gap", chunk.gap())
                .bind("chunk", RushesJson.mapper().writeValueAsString(chunk))
                .then();
    }

    /** Writes down what to wait for; the first word counts. */
    Mono<Void> expect(JobRun run, Expectation expectation) {
        return of(run, """
                update timeline.expectations set video_chunks = :video, audio_chunks = :audio, footage = :footage
                where job = :job and run = :run and footage is null""")
                .bind("video", expectation.videoChunks())
                .bind("audio", expectation.audioChunks())
                .bind("footage", RushesJson.mapper().writeValueAsString(expectation.footage()))
                .then();
    }

    /**
     * How complete the run is. Counting is right here, and only here: each index has at most one row, and rows beyond the expected range are
     * left out, so that the count equals N exactly when the set is {0..N-1}.
     */
    Mono<FanInState> state(JobRun run) {
        return of(run, """
                select e.video_chunks + e.audio_chunks as expected,
                       (select count(*) from timeline.arrivals a
                        where a.job = e.job and a.run = e.run
                          and a.chunk_index < case a.track when 'VIDEO' then e.video_chunks else e.audio_chunks end) as arrived,
                       exists (select 1 from timeline.assemblies later
                               where later.job = e.job and later.run > e.run) as newer
                from timeline.expectations e
                where e.job = :job and e.run = :run""").map(FanInTables::toState).one();
    }

    private static FanInState toState(Readable row) {
        Optional<Count> count = Optional.ofNullable(row.get("expected", Integer.class))
                .map(expected -> new Count(
                        expected, expected - column(row, "arrived", Long.class).intValue()));
        return new FanInState(count, Optional.empty(), column(row, "newer", Boolean.class), false);
    }

    /** Writes the trigger down. */
    Mono<Void> claim(JobRun run, UUID trigger) {
        return of(run, "insert into timeline.assemblies (job, run, trigger) values (:job, :run, :trigger)")
                .bind("trigger", trigger)
                .then();
    }

    /** Puts findings beside the gap that they fill, unless a later run has its own; says whether there is one. */
    Mono<Boolean> fill(JobRun run, AnalyzedChunk chunk) {
        return at(run, chunk, """
                update timeline.arrivals set filled = :chunk
                where job = :job and run = :run and track = :track and chunk_index = :index and gap
                  and not exists (select 1 from timeline.assemblies later
                                  where later.job = :job and later.run > :run)""")
                .bind("chunk", RushesJson.mapper().writeValueAsString(chunk))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    Mono<Footage> footage(JobRun run) {
        return of(run, "select footage from timeline.expectations where job = :job and run = :run")
                .map(row -> read(column(row, "footage", String.class), Footage.class))
                .one();
    }

    /** The chunks that were waited for, video before audio, by index, as the cut was decided with them. */
    Mono<List<AnalyzedChunk>> chunks(JobRun run) {
        return chunks(run, "a.chunk");
    }

    /** The same with the gaps that were filled since. */
    Mono<List<AnalyzedChunk>> knownChunks(JobRun run) {
        return chunks(run, "coalesce(a.filled, a.chunk)");
    }

    private Mono<List<AnalyzedChunk>> chunks(JobRun run, String which) {
        return of(run, "select " + which + """
                 as chunk from timeline.arrivals a join timeline.expectations e on e.job = a.job and e.run = a.run
                where a.job = :job and a.run = :run
                  and a.chunk_index < case a.track when 'VIDEO' then e.video_chunks else e.audio_chunks end
                order by a.track desc, a.chunk_index""")
                .map(row -> read(column(row, "chunk", String.class), AnalyzedChunk.class))
                .all()
                .collectList();
    }

    Mono<Boolean> finish(JobRun run, AssembledTimeline result) {
        return of(run, """
                update timeline.assemblies set result = :result, finished_at = now()
                where job = :job and run = :run and result is null""")
                .bind("result", RushesJson.mapper().writeValueAsString(result))
                .fetch()
                .rowsUpdated()
                .map(rows -> rows > 0);
    }

    /** Skips what somebody else is sweeping or working on. */
    /** Of a later run the job may have gone on to, everything stays. */
    Mono<Void> forget(JobRun last) {
        return of(last, "delete from timeline.expectations where job = :job and run <= :run")
                .then();
    }

    Mono<Long> forget(Duration untouchedFor, int atMost) {
        return database.sql("""
                delete from timeline.expectations e using (
                    select job, run from timeline.expectations
                    where touched_at < now() - make_interval(secs => :seconds)
                    order by touched_at limit :rows for update skip locked) old
                where e.job = old.job and e.run = old.run""")
                .bind("seconds", (double) untouchedFor.toSeconds())
                .bind("rows", atMost)
                .fetch()
                .rowsUpdated();
    }

    private GenericExecuteSpec of(JobRun run, String sql) {
        return database.sql(sql).bind("job", run.job()).bind("run", run.run());
    }

    private GenericExecuteSpec at(JobRun run, AnalyzedChunk chunk, String sql) {
        return of(run, sql).bind("track", chunk.track().name()).bind("index", chunk.index());
    }

    private static <T> T column(Readable row, String name, Class<T> type) {
        return Objects.requireNonNull(row.get(name, type), name);
    }

    private static <T> T read(String json, Class<T> type) {
        ObjectReader reader = Objects.requireNonNull(READERS.get(type), type.getName());
        return type.cast(reader.readValue(json));
    }
}
