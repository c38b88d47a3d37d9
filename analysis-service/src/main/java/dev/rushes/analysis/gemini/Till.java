package dev.rushes.analysis.gemini;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rushes.analysis.domain.AnalyzedChunk;
import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.analysis.gemini.domain.CallEnd;
import dev.rushes.analysis.gemini.domain.KeptAnswer;
import dev.rushes.analysis.gemini.domain.SentCall;
import dev.rushes.analysis.gemini.domain.Tab;
import dev.rushes.media.store.JobKeys;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.stage.Usage;
import java.util.Optional;
import java.util.UUID;
import reactor.core.publisher.Mono;

/**
 * The money of the asking about one chunk. A call is written down before it is sent and its answer is kept before anybody looks at it; what was paid is told
 * to the job by every try, each answer under an identifier of its own, so that it counts once whoever dies when.
 */
final class Till {
    private final AnswerStore answers;
    private final ChunkToAnalyze chunk;
    private final StageContext<AnalyzedChunk> job;
    private final JobKeys keys;
    private final Tab tab;

    private Till(AnswerStore answers, ChunkToAnalyze chunk, StageContext<AnalyzedChunk> job, Tab tab) {
        this.answers = answers;
        this.chunk = chunk;
        this.job = job;
        this.keys = keys(job);
        this.tab = tab;
    }

    /** Tells what earlier tries have paid. */
    static Mono<Till> open(Tools tools, ChunkToAnalyze chunk, StageContext<AnalyzedChunk> job) {
        return tools.answers()
                .tab(keys(job), chunk, tools.prices(), job.ticket().run())
                .map(tab -> new Till(tools.answers(), chunk, job, tab))
                .doOnNext(till -> till.tab.calls().forEach(till::tell));
    }

    private static JobKeys keys(StageContext<AnalyzedChunk> job) {
        return new JobKeys(job.ticket().tenant(), job.ticket().jobId());
    }

    private void tell(SentCall call) {
        call.cost()
                .ifPresent(cost -> job.spentOnce(
                        UUID.nameUUIDFromBytes((job.ticket().jobId() + "/" + call.id()).getBytes(UTF_8)),
                        Usage.ofTokens(cost.tokensIn(), cost.tokensOut(), cost.microDollars())));
    }

    Tab tab() {
        return tab;
    }

    Mono<Optional<KeptAnswer>> find(String digest) {
        return answers.find(keys, digest);
    }

    /** From now on the call counts, whatever becomes of it or of us. */
    Mono<Void> sending(SentCall call) {
        return Mono.defer(() -> {
            tab.sent(call);
            return keep();
        });
    }

    Mono<Void> answered(String digest, KeptAnswer answer) {
        return answers.keep(keys, digest, answer).then(Mono.fromRunnable(() -> tell(tab.answered(answer.response()))));
    }

    Mono<Void> failed(CallEnd.Failed failed) {
        return Mono.defer(() -> {
            if (failed.lost()) {
                tab.lost();
            } else {
                tab.unpaid();
            }
            return keep();
        });
    }

    /** Stores what has changed. */
    Mono<Void> keep() {
        return Mono.defer(() -> tab.takeChanges() ? answers.keep(keys, chunk, tab) : Mono.empty());
    }
}
