package dev.rushes.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.cost.domain.CostEstimate;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.Section;
import dev.rushes.ingest.ledger.domain.Spend;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a job costs.
 *
 * @param spent what all tries of all runs have used so far
 * @param stages the same, by stage
 * @param bytesStored bytes of the job's objects; absent in lists
 * @param estimate what a run should cost; absent as long as the footage has not been looked at
 * @param budget what the caller allows; absent if there is no limit
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
record CostView(
        Used spent,
        Map<String, Used> stages,
        Optional<Long> bytesStored,
        Optional<CostEstimate> estimate,
        Optional<Budget> budget) {

    /**
     * @param cpuSeconds processor time of tools such as ffmpeg
     * @param workSeconds time for which workers were held
     * @param microDollars money, in millionths of a dollar
     */
    record Used(double cpuSeconds, double workSeconds, long tokensIn, long tokensOut, long microDollars) {
        static Used of(Spend spend) {
            return new Used(
                    spend.cpuMillis() / 1000.0,
                    spend.workMillis() / 1000.0,
                    spend.tokensIn(),
                    spend.tokensOut(),
                    spend.microDollars());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_ABSENT)
    record Budget(Optional<Double> dollars, Optional<Double> cpuSeconds) {}

    static CostView of(Job job, Optional<CostEstimate> estimate, Optional<Long> bytesStored) {
        Map<String, Used> stages = new LinkedHashMap<>();
        for (FlowStage stage : FlowStage.values()) {
            Optional.ofNullable(job.spent().get(stage))
                    .map(Used::of)
                    .ifPresent(used -> stages.put(stage.label(), used));
        }
        Section.Terms terms = job.request().map(asked -> asked.wishes().terms()).orElse(Section.Terms.NONE);
        Budget budget = new Budget(
                terms.budgetMicroDollars().map(micros -> micros / 1e6),
                terms.budgetCpuMillis().map(millis -> millis / 1e3));
        return new CostView(
                Used.of(job.spending()),
                stages,
                bytesStored,
                estimate,
                Optional.of(budget)
                        .filter(its ->
                                its.dollars().isPresent() || its.cpuSeconds().isPresent()));
    }
}
