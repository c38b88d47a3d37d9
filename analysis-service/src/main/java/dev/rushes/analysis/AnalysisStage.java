package dev.rushes.analysis;

import dev.rushes.analysis.analyzer.Analyzer;
import dev.rushes.analysis.analyzer.Analyzers;
import dev.rushes.analysis.analyzer.Errand;
import dev.rushes.analysis.analyzer.Examination;
import dev.rushes.analysis.domain.AnalyzedChunk;
import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.analysis.domain.Insight;
import dev.rushes.analysis.findings.FindingsStore;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Track;
import dev.rushes.media.work.WorkFolders;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.FailureKind;
import dev.rushes.runtime.stage.JobOptions.ChunkFailurePolicy;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.Stage;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.stage.StageFailure;
import dev.rushes.runtime.stage.StageProgress;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Looks at a chunk, or finds that it has been looked at, and tells what was found. A chunk that can't be decoded is a gap where the job allows
 * gaps; everywhere else it is a failure.
 */
final class AnalysisStage implements Stage<ChunkToAnalyze, AnalyzedChunk> {
    private static final String LACKING = " (lacking)";

    private final Analyzers analyzers;
    private final ObjectStore store;
    private final FindingsStore findings;
    private final WorkFolders folders;

    AnalysisStage(Analyzers analyzers, ObjectStore store, FindingsStore findings, WorkFolders folders) {
        this.analyzers = analyzers;
        this.store = store;
        this.findings = findings;
        this.folders = folders;
    }

    @Override
    public Mono<Outcome<AnalyzedChunk>> handle(ChunkToAnalyze chunk, StageContext<AnalyzedChunk> job) {
        String name = job.ticket().options().analyzer();
        return analyzers
                .find(name)
                .map(analyzer -> handle(chunk, analyzer, job))
                .orElseGet(() -> Mono.just(Outcome.failed(unknown(name))));
    }

    @Override
    public Optional<AnalyzedChunk> substitute(ChunkToAnalyze chunk, JobTicket ticket, Failure failure) {
        if (failure.code() == AnalysisFailure.ANALYZER_UNKNOWN || !allowsGaps(ticket)) {
            return Optional.empty();
        }
        String analyzer = ticket.options().analyzer();
        return Optional.of(AnalyzedChunk.gap(
                chunk, analyzers.find(analyzer).map(Analyzer::fullName).orElse(analyzer), failure.message()));
    }

    private Mono<Outcome<AnalyzedChunk>> handle(
            ChunkToAnalyze chunk, Analyzer analyzer, StageContext<AnalyzedChunk> job) {
        JobKeys keys = new JobKeys(job.ticket().tenant(), job.ticket().jobId());
        return findings.find(keys, chunk, analyzer.fullName())
                .flatMap(known -> known.map(fact -> repeat(fact, analyzer, job))
                        .orElseGet(() -> analyze(chunk, analyzer, keys, job)))
                .onErrorResume(StageFailure.class, failure -> gap(chunk, analyzer, job.ticket(), failure));
    }

    /** Whoever did the work may have died before anybody heard what it cost. */
    private static Mono<Outcome<AnalyzedChunk>> repeat(
            AnalyzedChunk fact, Analyzer analyzer, StageContext<AnalyzedChunk> job) {
        return analyzer.tellCosts(fact.chunk(), job).then(Mono.fromSupplier(() -> Outcome.repeated(List.of(fact))));
    }

    private Mono<Outcome<AnalyzedChunk>> analyze(
            ChunkToAnalyze chunk, Analyzer analyzer, JobKeys keys, StageContext<AnalyzedChunk> job) {
        return folders.use("analysis-" + chunk.unit(), folder -> analyzer.analyze(new Errand(
                                chunk,
                                store.fetch(chunk.chunk(), folder).cache(),
                                folder,
                                done -> tell(chunk, done, job),
                                job))
                        .flatMap(seen -> findings.save(keys, chunk, signature(analyzer, seen), seen)))
                .map(Outcome::done);
    }

    /** Findings that lack what a model could not be asked, all or some of it, answer nobody: when the chunk comes again, it is asked again. */
    private static String signature(Analyzer analyzer, Examination seen) {
        boolean lacking = seen.insight().filter(Insight::lacking).isPresent();
        return lacking ? analyzer.fullName() + LACKING : analyzer.fullName();
    }

    /** Bad footage in one chunk is no reason to end a job that allows gaps; whatever else went wrong is the runtime's to judge. */
    private static Mono<Outcome<AnalyzedChunk>> gap(
            ChunkToAnalyze chunk, Analyzer analyzer, JobTicket ticket, StageFailure error) {
        Failure failure = error.failure();
        return failure.code().kind() == FailureKind.INPUT && allowsGaps(ticket)
                ? Mono.just(Outcome.done(AnalyzedChunk.gap(chunk, analyzer.fullName(), failure.message())))
                : Mono.error(error);
    }

    private static void tell(ChunkToAnalyze chunk, Rational done, StageContext<AnalyzedChunk> job) {
        String message = chunk.track() == Track.VIDEO ? "looking at " + chunk.unit() : "listening to " + chunk.unit();
        job.progress(new StageProgress(done.toDouble(), chunk.duration().toDouble(), "seconds", 0, message));
    }

    private Failure unknown(String name) {
        return Failure.of(
                AnalysisFailure.ANALYZER_UNKNOWN,
                "Expected an analyzer that this installation has (" + analyzers.names() + "), but the job asks for \""
                        + name + "\"");
    }

    private static boolean allowsGaps(JobTicket ticket) {
        return ticket.options().onChunkFailure() == ChunkFailurePolicy.SKIP;
    }
}
