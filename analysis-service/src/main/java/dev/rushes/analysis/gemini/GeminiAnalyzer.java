package dev.rushes.analysis.gemini;

import dev.rushes.analysis.analyzer.Analyzer;
import dev.rushes.analysis.analyzer.Errand;
import dev.rushes.analysis.analyzer.Examination;
import dev.rushes.analysis.domain.AnalyzedChunk;
import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.analysis.domain.Insight;
import dev.rushes.analysis.domain.Insight.Status;
import dev.rushes.analysis.domain.Observations;
import dev.rushes.analysis.gemini.domain.Allowance;
import dev.rushes.analysis.gemini.domain.Conclusion;
import dev.rushes.analysis.gemini.domain.Piece;
import dev.rushes.analysis.gemini.domain.PieceResult;
import dev.rushes.analysis.gemini.domain.Snapping;
import dev.rushes.analysis.gemini.domain.Wording;
import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.runtime.stage.JobTerms;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.stage.StageContext.NoteLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import reactor.core.publisher.Mono;

/**
 * Lets Gemini look at a chunk, and the local analyzers measure it. Gemini is asked first: what it says is kept, so that a record that has to wait for
 * it has lost nothing. Whatever Gemini does, the local findings are there.
 */
public final class GeminiAnalyzer implements Analyzer {
    private static final String NAME = "gemini";
    private static final String SOURCE = NAME + "/" + Wording.VERSION;

    private final Analyzer local;
    private final Optional<Tools> tools;

    /** What came of the asking, and what it has cost. */
    private record Talked(List<PieceResult> results, Insight.Bill bill) {}

    /** @param tools empty if this installation has no key */
    GeminiAnalyzer(Analyzer local, Optional<Tools> tools) {
        this.local = local;
        this.tools = tools;
    }

    /** The lane of a model's calls. */
    public static String lane(String model) {
        return NAME + ":" + model;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int version() {
        return Wording.VERSION;
    }

    /** Findings without Gemini are none of Gemini's: once there is a key, the work is done anew. */
    @Override
    public String fullName() {
        return tools.isPresent() ? SOURCE + "+" + local.fullName() : local.fullName() + " (without " + NAME + ")";
    }

    @Override
    public Mono<Examination> analyze(Errand errand) {
        return tools.map(its -> ask(errand, its)).orElseGet(() -> alone(errand));
    }

    @Override
    public Mono<Void> tellCosts(ChunkToAnalyze chunk, StageContext<AnalyzedChunk> job) {
        return tools.map(its -> Till.open(its, chunk, job).then()).orElseGet(Mono::empty);
    }

    private Mono<Examination> alone(Errand errand) {
        String why = "Expected a key for Gemini, but this installation has none; the local analyzers serve alone.";
        if (errand.chunk().index() == 0) {
            errand.job().note(NoteLevel.WARNING, why);
        }
        return local.analyze(errand).map(seen -> seen.with(Insight.none(SOURCE, Status.OFF, why)));
    }

    private Mono<Examination> ask(Errand errand, Tools its) {
        long length = Math.max(1, errand.chunk().duration().toDuration().toMillis());
        List<Piece> pieces = Piece.of(length, its.settings().longestPiece().toMillis());
        return Conversation.begin(its, errand, allowance(errand))
                .flatMap(conversation -> conversation.about(pieces).flatMap(results -> local.analyze(errand)
                        .map(seen -> joined(errand, its, new Talked(results, conversation.bill()), seen))));
    }

    private static Examination joined(Errand errand, Tools its, Talked talked, Examination seen) {
        ChunkToAnalyze chunk = errand.chunk();
        Snapping snapping = new Snapping(
                boundaries(chunk, seen.observations()),
                Rational.of(its.settings().snap()));
        Insight insight = Conclusion.of(SOURCE, talked.results(), talked.bill(), chunk.span(), snapping);
        if (insight.status() == Status.OK) {
            return seen.with(insight);
        }
        String lack = "Expected Gemini to understand all of " + chunk.unit() + ", but it ended as " + insight.status()
                + ": " + insight.problem().orElse("no reason given");
        errand.job().note(NoteLevel.WARNING, lack);
        // The same sentence, so that people who read the job's warnings read it once.
        return seen.lacking(insight, lack);
    }

    /** Where something measurably begins or ends. */
    private static List<Rational> boundaries(ChunkToAnalyze chunk, Observations observations) {
        List<Rational> boundaries =
                new ArrayList<>(List.of(chunk.span().start(), chunk.span().end()));
        switch (observations) {
            case Observations.Seen seen -> seen.shots().forEach(shot -> boundaries.add(shot.at()));
            case Observations.Heard heard ->
                heard.speech().forEach(speech -> {
                    boundaries.add(speech.span().start());
                    boundaries.add(speech.span().end());
                });
        }
        return boundaries;
    }

    private static Allowance allowance(Errand errand) {
        JobTerms terms = errand.job().ticket().options().terms();
        MediaInfo info = errand.chunk().info();
        OptionalLong budget = terms.budgetMicroDollars().isPresent()
                ? OptionalLong.of(terms.budgetMicroDollars().get())
                : OptionalLong.empty();
        int tracks = (info.video().isPresent() ? 1 : 0) + (info.audio().isPresent() ? 1 : 0);
        return Allowance.of(
                budget,
                errand.chunk().duration().toDuration().toMillis(),
                errand.chunk()
                        .footage()
                        .map(length -> length.toDuration().toMillis())
                        .orElse(0L),
                Math.max(1, tracks));
    }
}
