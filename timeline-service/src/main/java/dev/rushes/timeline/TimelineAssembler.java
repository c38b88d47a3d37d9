package dev.rushes.timeline;

import dev.rushes.flow.Recipe;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.Rational;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.StageFailure;
import dev.rushes.timeline.document.Cut;
import dev.rushes.timeline.document.OtioDocument;
import dev.rushes.timeline.document.TimelineDocument;
import dev.rushes.timeline.domain.AssembledTimeline;
import dev.rushes.timeline.domain.ChunkFindings;
import dev.rushes.timeline.domain.CutPlanner;
import dev.rushes.timeline.domain.CutWish;
import dev.rushes.timeline.domain.FindingsMerger;
import dev.rushes.timeline.domain.Footage;
import dev.rushes.timeline.domain.FootageFindings;
import dev.rushes.timeline.domain.FrameClock;
import dev.rushes.timeline.findings.FindingsReader;
import dev.rushes.timeline.ledger.FrozenSet;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Makes the timeline of a complete set: read the findings, decide the cut, store both documents. The same set gives the same bytes. */
final class TimelineAssembler {
    private static final String JSON = "application/json";

    private final FindingsReader findings;
    private final ObjectStore store;
    private final ClipLengths clipLengths;

    /** Shortest and longest length of a clip. */
    record ClipLengths(Duration shortest, Duration longest) {}

    TimelineAssembler(FindingsReader findings, ObjectStore store, ClipLengths clipLengths) {
        this.findings = findings;
        this.store = store;
        this.clipLengths = clipLengths;
    }

    Mono<AssembledTimeline> assemble(JobTicket ticket, FrozenSet set) {
        if (!set.footage().duration().isPositive()) {
            return Mono.error(
                    new StageFailure(
                            TimelineFailure.FOOTAGE_WITHOUT_LENGTH,
                            "Expected footage with a length to cut a film from, but neither its header nor its pictures tell one"));
        }
        return findings.read(set.chunks())
                .publishOn(Schedulers.boundedElastic())
                .map(read -> decide(ticket, set.footage(), read))
                .flatMap(cut -> store(ticket, cut));
    }

    private Cut decide(JobTicket ticket, Footage footage, List<ChunkFindings> read) {
        FootageFindings merged = FindingsMerger.merge(footage.duration(), read);
        CutWish wish = new CutWish(
                filmLength(ticket),
                Rational.of(clipLengths.shortest()),
                Rational.of(clipLengths.longest()),
                FrameClock.of(footage.info()));
        return new Cut(ticket.jobId(), ticket.recipe(), footage, merged, CutPlanner.plan(merged, wish));
    }

    /** Seconds that the film shall last. */
    static Rational filmLength(JobTicket ticket) {
        Recipe recipe = Recipe.ofLabel(ticket.recipe()).orElse(Recipe.HIGHLIGHTS);
        return Rational.of(
                ticket.options().filmLength().filter(Duration::isPositive).orElse(recipe.filmLength()));
    }

    /** Our own timeline comes last: who finds it finds the other too. */
    private Mono<AssembledTimeline> store(JobTicket ticket, Cut cut) {
        JobKeys keys = new JobKeys(ticket.tenant(), ticket.jobId());
        return store.put(keys.otio(), OtioDocument.bytes(cut), JSON)
                .flatMap(otio -> store.put(keys.timeline(), TimelineDocument.bytes(cut), JSON)
                        .map(timeline -> new AssembledTimeline(
                                timeline,
                                otio,
                                cut.footage(),
                                cut.clips().size(),
                                cut.duration(),
                                cut.findings().gaps().size())));
    }
}
