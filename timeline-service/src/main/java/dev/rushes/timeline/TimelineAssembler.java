package dev.rushes.timeline;

import dev.rushes.flow.Recipe;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.Rational;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.StageFailure;
import dev.rushes.timeline.document.AnalysisDocument;
import dev.rushes.timeline.document.AnalysisExport;
import dev.rushes.timeline.document.Cut;
import dev.rushes.timeline.document.OtioDocument;
import dev.rushes.timeline.document.TimelineDocument;
import dev.rushes.timeline.domain.AnalysisMerger;
import dev.rushes.timeline.domain.AssembledTimeline;
import dev.rushes.timeline.domain.ChunkFindings;
import dev.rushes.timeline.domain.CutPlanner;
import dev.rushes.timeline.domain.CutWish;
import dev.rushes.timeline.domain.FindingsMerger;
import dev.rushes.timeline.domain.Footage;
import dev.rushes.timeline.domain.FootageAnalysis;
import dev.rushes.timeline.domain.FootageFindings;
import dev.rushes.timeline.domain.FrameClock;
import dev.rushes.timeline.findings.FindingsReader;
import dev.rushes.timeline.ledger.FrozenSet;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Makes the timeline of a complete set: read the findings, say what is known of the footage, decide the cut, store the documents. The same set gives the same bytes. */
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

    /**
     * Decides the cut and says what is known of the footage.
     *
     * @param set what the cut is decided with
     * @param known the same with the gaps that were filled since
     */
    Mono<AssembledTimeline> assemble(JobTicket ticket, FrozenSet set, FrozenSet known) {
        if (!set.footage().duration().isPositive()) {
            return Mono.error(
                    new StageFailure(
                            TimelineFailure.FOOTAGE_WITHOUT_LENGTH,
                            "Expected footage with a length to cut a film from, but neither its header nor its pictures tell one"));
        }
        return findings.read(set.chunks())
                .publishOn(Schedulers.boundedElastic())
                .flatMap(read -> {
                    Cut cut = decide(ticket, set.footage(), read);
                    Mono<Void> described = known.equals(set)
                            ? describe(ticket, set, AnalysisMerger.merge(cut.findings(), read, cut.clips()))
                            : describe(ticket, known);
                    return described.then(Mono.defer(() -> store(ticket, cut)));
                });
    }

    /**
     * Stores what is known of the footage and its exports; the document comes last. It has highlights of its own: those of a set in which a gap was filled may
     * be others than the film's.
     */
    Mono<Void> describe(JobTicket ticket, FrozenSet known) {
        return findings.read(known.chunks())
                .publishOn(Schedulers.boundedElastic())
                .flatMap(read -> describe(ticket, known, analysis(ticket, known.footage(), read)));
    }

    /** Nobody looks at footage on a route without a split, so nothing is known of it. */
    private Mono<Void> describe(JobTicket ticket, FrozenSet set, FootageAnalysis analysis) {
        return set.chunks().isEmpty() ? Mono.empty() : store(ticket, analysis);
    }

    private FootageAnalysis analysis(JobTicket ticket, Footage footage, List<ChunkFindings> read) {
        Cut cut = decide(ticket, footage, read);
        return AnalysisMerger.merge(cut.findings(), read, cut.clips());
    }

    private Mono<Void> store(JobTicket ticket, FootageAnalysis analysis) {
        JobKeys keys = new JobKeys(ticket.tenant(), ticket.jobId());
        return Flux.fromArray(AnalysisExport.values())
                .concatMap(
                        export -> store.put(keys.export(export.file()), export.bytes(analysis), export.contentType()))
                .then(Mono.defer(() ->
                        store.put(keys.footageAnalysis(), AnalysisDocument.bytes(ticket.jobId(), analysis), JSON)))
                .then();
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
