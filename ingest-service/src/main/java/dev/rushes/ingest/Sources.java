package dev.rushes.ingest;

import dev.rushes.ingest.domain.Footage;
import dev.rushes.ingest.generation.PromptFootage;
import dev.rushes.ingest.source.Delivery;
import dev.rushes.ingest.source.FootageSource;
import dev.rushes.media.value.StoredObject;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.stage.StageFailure;
import reactor.core.publisher.Mono;

/** All kinds of sources. A new kind does not compile until it has its class here. */
record Sources(FootageSource<Footage.Upload> uploads, FootageSource<Footage.Url> urls, PromptFootage prompts) {

    Mono<StoredObject> bring(Footage footage, Delivery delivery, StageContext<?> job) {
        return switch (footage) {
            case Footage.Upload upload -> uploads.bring(upload, delivery);
            case Footage.Url url -> urls.bring(url, delivery);
            case Footage.Prompt prompt -> prompts.bring(prompt, delivery.keys(), job);
            case Footage.Missing missing ->
                Mono.error(new StageFailure(IngestFailure.REQUEST_INVALID, missing.problem()));
        };
    }

    /** The footage is here and has been looked at. */
    Mono<Void> finished(Footage footage, StageContext<?> job) {
        return footage instanceof Footage.Prompt ? prompts.finished(job) : Mono.empty();
    }

    /** An earlier try has done all of it. */
    Mono<Void> repeated(Footage footage, StageContext<?> job) {
        return footage instanceof Footage.Prompt ? prompts.repeated(job) : Mono.empty();
    }
}
