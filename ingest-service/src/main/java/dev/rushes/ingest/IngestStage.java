package dev.rushes.ingest;

import dev.rushes.ingest.domain.ContentTypes;
import dev.rushes.ingest.domain.Footage;
import dev.rushes.ingest.domain.Request;
import dev.rushes.ingest.domain.RequestRules;
import dev.rushes.ingest.domain.StoredMedia;
import dev.rushes.ingest.generation.PromptFootage;
import dev.rushes.ingest.source.Delivery;
import dev.rushes.ingest.source.NotYet;
import dev.rushes.ingest.source.SourceManifest;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.StoredObject;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.FailureKind;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.Stage;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.stage.StageContext.NoteLevel;
import dev.rushes.runtime.stage.StageFailure;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Stage 1: tells of the request, checks it, brings the footage into the object store, looks at it, and remembers what it saw. Requests of the
 * HTTP API and of any other publisher are treated alike.
 */
final class IngestStage implements Stage<Request, StoredMedia> {
    private final Erasures erasures;
    private final Announcements announcements;
    private final RequestRules rules;
    private final Sources sources;
    private final Inspection inspection;
    private final SourceManifest manifest;
    private final ObjectStore store;

    IngestStage(
            Erasures erasures,
            Announcements announcements,
            RequestRules rules,
            Sources sources,
            Inspection inspection,
            ObjectStore store) {
        this.erasures = erasures;
        this.announcements = announcements;
        this.rules = rules;
        this.sources = sources;
        this.inspection = inspection;
        this.manifest = new SourceManifest(store);
        this.store = store;
    }

    @Override
    public Mono<Outcome<StoredMedia>> handle(Request request, StageContext<StoredMedia> job) {
        return erasures.isErased(request.tenant(), request.jobId())
                .flatMap(erased -> erased
                        ? Mono.just(Outcome.<StoredMedia>absorbed("the job has been erased"))
                        : begin(request, job));
    }

    private Mono<Outcome<StoredMedia>> begin(Request request, StageContext<StoredMedia> job) {
        return announcements
                .requested(request, job.ticket())
                .then(Mono.defer(() -> check(request)).switchIfEmpty(Mono.defer(() -> resume(request, job))));
    }

    /** The failure of a request that can't be served; empty for all others. */
    private Mono<Outcome<StoredMedia>> check(Request request) {
        List<String> problems = rules.problems(request);
        return problems.isEmpty()
                ? Mono.empty()
                : Mono.just(Outcome.failed(Failure.of(IngestFailure.REQUEST_INVALID, String.join(" ", problems))));
    }

    private Mono<Outcome<StoredMedia>> resume(Request request, StageContext<StoredMedia> job) {
        JobKeys keys = new JobKeys(request.tenant(), request.jobId());
        return manifest.find(keys).flatMap(earlier -> earlier.map(
                        media -> sources.repeated(request.footage(), job).thenReturn(Outcome.repeated(List.of(media))))
                .orElseGet(() -> ingest(request, keys, job)));
    }

    private Mono<Outcome<StoredMedia>> ingest(Request request, JobKeys keys, StageContext<StoredMedia> job) {
        Delivery delivery = new Delivery(keys, job.ticket().requestedAt(), job::progress);
        return sources.bring(request.footage(), delivery, job)
                .flatMap(original -> inspect(request, original, job))
                .flatMap(media -> manifest.write(keys, media)
                        .then(Mono.defer(() -> sources.finished(request.footage(), job)))
                        .thenReturn(Outcome.done(media)))
                .onErrorResume(NotYet.class, later -> Mono.just(new Outcome.Postponed<>(later.until(), later.why())));
    }

    private Mono<StoredMedia> inspect(Request request, StoredObject original, StageContext<StoredMedia> job) {
        return inspection
                .look(original)
                .map(info -> vetted(request.footage(), info))
                .onErrorResume(StageFailure.class, failure -> discard(request, original, failure))
                .doOnNext(info -> info.warnings().forEach(warning -> job.note(NoteLevel.WARNING, warning)))
                .map(info -> new StoredMedia(
                        typed(original, info), info, request.footage().filename()));
    }

    /** A model that was asked for a film has made one only if there is something to be seen. */
    private static MediaInfo vetted(Footage footage, MediaInfo info) {
        if (footage instanceof Footage.Prompt && info.video().isEmpty()) {
            throw PromptFootage.nothingToSee();
        }
        return info;
    }

    /** Fetched footage that is no good is not kept: a later try or run must fetch what there is by then. */
    private Mono<MediaInfo> discard(Request request, StoredObject original, StageFailure failure) {
        boolean noGood = failure.failure().code().kind() == FailureKind.INPUT;
        return switch (request.footage()) {
            case Footage.Url _ when noGood -> store.delete(original.key()).then(Mono.error(failure));
            case Footage.Prompt _
            when noGood -> store.delete(original.key()).then(Mono.error(PromptFootage.noFilm(failure)));
            case Footage.Url _, Footage.Prompt _, Footage.Upload _, Footage.Missing _ -> Mono.error(failure);
        };
    }

    private static StoredObject typed(StoredObject original, MediaInfo info) {
        return new StoredObject(original.key(), original.size(), original.sha256(), ContentTypes.of(info));
    }
}
