package dev.rushes.ingest.cost.domain;

import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.Section;
import dev.rushes.media.value.Rational;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one run should cost, from the length of the footage. A guess, told before the run has spent anything.
 *
 * @param analysisMinutes minutes of footage that are looked at
 * @param tokens tokens to and from a model
 * @param microDollars money, in millionths of a dollar
 * @param cpuSeconds processor time of tools, for each stage of the route
 * @param bytesStored bytes of footage, chunks and film
 */
public record CostEstimate(
        double analysisMinutes, long tokens, long microDollars, Map<String, Double> cpuSeconds, long bytesStored) {
    private static final Duration USUAL_FILM = Duration.ofSeconds(60);

    /** Empty as long as nobody knows how long the footage is; that of footage that is to be made is known at once. */
    public static Optional<CostEstimate> of(Job job, CostRates rates) {
        return job.request().flatMap(request -> length(job)
                .or(() -> request.source().prompt().map(wish -> (double) wish.seconds()))
                .map(seconds -> of(work(request, job.media(), seconds, rates), rates)));
    }

    private static Work work(Section.Request request, Optional<Section.Media> media, double seconds, CostRates rates) {
        return new Work(
                request.route(),
                request.wishes().filmLength().orElse(USUAL_FILM),
                request.wishes().analyzer(),
                seconds,
                media.map(its -> its.object().size()).orElseGet(() -> Math.round(seconds * rates.filmBytesPerSecond())),
                request.source().prompt().map(rates.films()::of).orElse(FilmCost.Made.NOTHING));
    }

    private static Optional<Double> length(Job job) {
        return job.media()
                .flatMap(media -> job.split()
                        .map(Section.Split::duration)
                        .filter(Rational::isPositive)
                        .or(media.info()::claimedDuration))
                .map(Rational::toDouble);
    }

    /** What a run should cost that does this work. */
    public static CostEstimate of(Work work, CostRates rates) {
        List<FlowStage> route = work.route();
        double seconds = work.seconds();
        double film = Math.min(seconds, work.film().toMillis() / 1000.0);
        Map<String, Double> cpu = new LinkedHashMap<>();
        for (FlowStage stage : route) {
            double length = stage == FlowStage.RENDER ? film : seconds;
            cpu.put(stage.label(), round(length * rates.cpuPerSecond().getOrDefault(stage, 0.0)));
        }
        boolean looks = route.contains(FlowStage.ANALYSIS);
        double minutes = looks ? seconds / 60 : 0;
        String analyzer = work.analyzer();
        long in = Math.round(minutes * rates.tokensPerMinute().getOrDefault(analyzer, 0L));
        long out = Math.round(minutes * rates.answerTokensPerMinute().getOrDefault(analyzer, 0L));
        double money = in / 1e6 * rates.microDollarsPerMillionTokens().getOrDefault(analyzer, 0L)
                + out / 1e6 * rates.microDollarsPerMillionAnswerTokens().getOrDefault(analyzer, 0L);
        long copies = route.contains(FlowStage.SPLIT) ? 2 : 1;
        long made = route.contains(FlowStage.RENDER) ? Math.round(film * rates.filmBytesPerSecond()) : 0;
        return new CostEstimate(
                round(minutes),
                in + out + work.made().tokens(),
                (long) Math.ceil(money) + work.made().microDollars(),
                cpu,
                work.bytes() * copies + made);
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
