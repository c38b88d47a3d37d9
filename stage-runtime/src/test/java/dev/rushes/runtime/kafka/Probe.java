package dev.rushes.runtime.kafka;

import dev.rushes.events.MediaInfo;
import dev.rushes.events.MediaStored;
import dev.rushes.events.Rational;
import dev.rushes.events.SplitFinished;
import dev.rushes.events.StoredObject;
import dev.rushes.flow.FlowStage;
import dev.rushes.flow.Recipe;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.JobOrder;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.LaneClaim;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.Stage;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.stage.StagePolicy;
import dev.rushes.runtime.testkit.RecordingContext;
import dev.rushes.runtime.wire.JobWire;
import dev.rushes.runtime.wire.StageDefinition;
import dev.rushes.runtime.wire.StageWire;
import dev.rushes.runtime.wire.Stamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import reactor.core.publisher.Mono;

/** A split stage that does what the test says for each name of footage, and remembers what it was asked to do. */
public final class Probe implements Stage<String, String> {
    public static final StagePolicy POLICY =
            new StagePolicy(4, JobOrder.ANY, 3, Duration.ofMillis(20), Duration.ofMillis(50), Duration.ofSeconds(30));

    private final Map<String, Function<StageContext<String>, Mono<Outcome<String>>>> behaviours =
            new ConcurrentHashMap<>();
    private volatile Function<StageContext<String>, Mono<Outcome<String>>> otherwise =
            its -> Mono.just(Outcome.done("split"));
    private volatile Function<String, List<LaneClaim>> claims = name -> List.of();
    private final List<String> handled = new CopyOnWriteArrayList<>();
    private final List<String> cancelled = new CopyOnWriteArrayList<>();

    @CanIgnoreReturnValue
    public Probe on(String name, Function<StageContext<String>, Mono<Outcome<String>>> behaviour) {
        behaviours.put(name, behaviour);
        return this;
    }

    /** What it does for names that have no behaviour of their own. */
    public void otherwise(Function<StageContext<String>, Mono<Outcome<String>>> behaviour) {
        otherwise = behaviour;
    }

    /** What it claims for each name. */
    @CanIgnoreReturnValue
    public Probe claiming(Function<String, List<LaneClaim>> wanted) {
        claims = wanted;
        return this;
    }

    /** Names in the order in which they were taken up. */
    public List<String> handled() {
        return List.copyOf(handled);
    }

    public List<String> cancelled() {
        return List.copyOf(cancelled);
    }

    @Override
    public List<LaneClaim> claims(String name, JobTicket ticket) {
        return claims.apply(name);
    }

    @Override
    public Mono<Outcome<String>> handle(String name, StageContext<String> job) {
        handled.add(name);
        return behaviours
                .getOrDefault(name, its -> otherwise.apply(its))
                .apply(job)
                .doOnCancel(() -> cancelled.add(name));
    }

    public StageDefinition<String, String> definition() {
        return definition(POLICY);
    }

    public StageDefinition<String, String> definition(StagePolicy policy) {
        return new StageDefinition<>(FlowStage.SPLIT, this, new Wire(), policy);
    }

    public static JobTicket ticket() {
        return RecordingContext.ticket(Recipe.HIGHLIGHTS, JobOptions.DEFAULTS);
    }

    public static MediaStored footage(JobTicket ticket, String name) {
        return MediaStored.newBuilder()
                .setEventId(UUID.randomUUID())
                .setOccurredAt(Instant.parse("2026-01-01T00:00:00Z"))
                .setJob(JobWire.job(ticket))
                .setMedia(StoredObject.newBuilder().setKey("source/" + name).build())
                .setInfo(MediaInfo.newBuilder().build())
                .setFilename(name)
                .build();
    }

    private static final class Wire implements StageWire<String, String> {
        @Override
        public String read(SpecificRecord record) {
            MediaStored media = (MediaStored) record;
            if (media.getFilename() == null) {
                throw new IllegalArgumentException("Expected footage with a name, but it has none");
            }
            return media.getFilename();
        }

        @Override
        public SpecificRecord write(String fact, Stamp stamp) {
            return SplitFinished.newBuilder()
                    .setEventId(stamp.eventId(fact))
                    .setOccurredAt(stamp.occurredAt())
                    .setJob(stamp.job())
                    .setMedia(StoredObject.newBuilder().setKey(fact).build())
                    .setInfo(MediaInfo.newBuilder().build())
                    .setVideoChunks(1)
                    .setAudioChunks(0)
                    .setDuration(Rational.newBuilder().build())
                    .build();
        }
    }
}
