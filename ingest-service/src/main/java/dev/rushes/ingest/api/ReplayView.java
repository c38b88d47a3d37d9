package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rushes.runtime.deadletters.ReplayReport;
import dev.rushes.runtime.deadletters.ReplayResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * What a replay did, or would do.
 *
 * @param id the action's id in the audit
 * @param counts results by word
 * @param left letters that it did not get to
 * @param leftIsExact false if there may be more of them
 * @param next pass it as {@code cursor} to go on; absent at the end
 * @param problem why it stopped early
 * @param ratePerSecond most records a second: what was asked for, or the setting if that is less
 * @param expectedSeconds how long what is left takes at that rate at least; in a dry run, what would be replayed and what is left
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record ReplayView(
        UUID id,
        boolean dryRun,
        Map<Word, Integer> counts,
        List<Result> results,
        long left,
        boolean leftIsExact,
        Optional<String> next,
        Optional<String> problem,
        double ratePerSecond,
        double expectedSeconds) {

    /** What came of a letter. */
    enum Word {
        REPLAYED,
        REOPENED,
        SKIPPED,
        REFUSED,
        FAILED
    }

    /**
     * What came of one letter.
     *
     * @param topic REPLAYED: where the bytes went
     * @param cycle REPLAYED: how often the record has been replayed now
     * @param job REOPENED: the job
     * @param run REOPENED: its new run
     * @param reason SKIPPED, REFUSED: a stable code
     * @param why the same in a sentence
     */
    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Result(
            String place,
            Word result,
            Optional<String> topic,
            Optional<Integer> cycle,
            Optional<UUID> job,
            Optional<Integer> run,
            Optional<ReplayResult.Reason> reason,
            Optional<String> why) {

        static Result of(ReplayResult result) {
            String place = result.place().toString();
            return switch (result) {
                case ReplayResult.Replayed done ->
                    new Result(
                            place,
                            Word.REPLAYED,
                            Optional.of(done.topic()),
                            Optional.of(done.cycle()),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty());
                case ReplayResult.Reopened done ->
                    new Result(
                            place,
                            Word.REOPENED,
                            Optional.empty(),
                            Optional.empty(),
                            Optional.of(done.job()),
                            Optional.of(done.run()),
                            Optional.empty(),
                            Optional.empty());
                case ReplayResult.Skipped not -> not(place, Word.SKIPPED, Optional.of(not.reason()), not.why());
                case ReplayResult.Refused not -> not(place, Word.REFUSED, Optional.of(not.reason()), not.why());
                case ReplayResult.Failed not -> not(place, Word.FAILED, Optional.empty(), not.why());
            };
        }

        private static Result not(String place, Word word, Optional<ReplayResult.Reason> reason, String why) {
            return new Result(
                    place,
                    word,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    reason,
                    Optional.of(why));
        }
    }

    static ReplayView of(ReplayReport report) {
        List<Result> results = report.results().stream().map(Result::of).toList();
        Map<Word, Integer> counts = new TreeMap<>();
        results.forEach(result -> counts.merge(result.result(), 1, Integer::sum));
        return new ReplayView(
                report.id(),
                report.dryRun(),
                counts,
                results,
                report.left(),
                report.leftIsExact(),
                report.next(),
                report.problem(),
                report.perSecond(),
                report.expected().toMillis() / 1000.0);
    }
}
