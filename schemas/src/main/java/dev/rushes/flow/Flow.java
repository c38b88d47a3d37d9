package dev.rushes.flow;

import dev.rushes.events.ChunkAnalyzed;
import dev.rushes.events.ChunkStored;
import dev.rushes.events.JobRequested;
import dev.rushes.events.MediaStored;
import dev.rushes.events.RenderFinished;
import dev.rushes.events.SplitFinished;
import dev.rushes.events.TimelineAssembled;
import dev.rushes.events.WebhookDue;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/**
 * The single table of what each stage takes and gives. Nobody else knows the order of the flow: a fact goes to the first later stage on
 * the job's route that takes its type, and a fact that nobody on the route takes ends there.
 */
public final class Flow {
    /** Everything that happened to jobs, keyed by job id: the only source of the read model. */
    public static final String EVENTS = "rushes.events";

    /** Jobs that are cancelled or have failed: every instance stops working for them. */
    public static final String CONTROL = "rushes.control";

    /** Who works on what takes long, keyed by the work; read by every instance. */
    public static final String LEASES = "rushes.leases";

    /** Standing orders to stages, compacted: pause, resume, concurrency. Every instance obeys them, also one that starts much later. */
    public static final String ORDERS = "rushes.orders";

    /** Signs of life of every instance, compacted, keyed by worker. */
    public static final String WORKERS = "rushes.workers";

    /** What operators did, keyed by action: replays of dead letters, and whatever else people do to a running installation. */
    public static final String AUDIT = "rushes.audit";

    /** What a stage takes from its topic, and the facts that it gives. */
    public record Row(
            FlowStage stage, Set<Class<? extends SpecificRecord>> takes, Set<Class<? extends SpecificRecord>> gives) {}

    private static final List<Row> TABLE = List.of(
            new Row(FlowStage.UPLOAD, Set.of(JobRequested.class), Set.of(MediaStored.class)),
            new Row(FlowStage.SPLIT, Set.of(MediaStored.class), Set.of(ChunkStored.class, SplitFinished.class)),
            new Row(FlowStage.ANALYSIS, Set.of(ChunkStored.class), Set.of(ChunkAnalyzed.class)),
            new Row(
                    FlowStage.TIMELINE,
                    Set.of(ChunkAnalyzed.class, SplitFinished.class, MediaStored.class),
                    Set.of(TimelineAssembled.class)),
            new Row(FlowStage.RENDER, Set.of(TimelineAssembled.class), Set.of(RenderFinished.class)),
            new Row(FlowStage.WEBHOOKS, Set.of(WebhookDue.class), Set.of()));

    /** Stages that jobs visit, in flow order. */
    public static final List<FlowStage> STAGES =
            Stream.of(FlowStage.values()).filter(FlowStage::isOfTheFlow).toList();

    private Flow() {}

    /** The table in flow order. */
    public static List<Row> table() {
        return TABLE;
    }

    /** The row of a stage. */
    public static Row of(FlowStage stage) {
        return TABLE.get(stage.ordinal());
    }

    /**
     * Where a fact goes.
     *
     * @param route the job's stages in order
     * @param from the stage that gives the fact
     * @param fact type of the fact
     * @return the first stage after {@code from} on the route that takes the type; empty if there is none
     */
    public static Optional<FlowStage> next(
            List<FlowStage> route, FlowStage from, Class<? extends SpecificRecord> fact) {
        for (FlowStage stage : route) {
            if (stage.ordinal() > from.ordinal() && of(stage).takes().contains(fact)) {
                return Optional.of(stage);
            }
        }
        return Optional.empty();
    }

    /** Whether the route ends with that stage, so that the stage's end is the end of the job. */
    public static boolean isLast(List<FlowStage> route, FlowStage stage) {
        return !route.isEmpty() && route.get(route.size() - 1) == stage;
    }
}
