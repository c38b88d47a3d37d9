package dev.rushes.split;

import dev.rushes.media.ffmpeg.MediaFailure;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.work.WorkFolders;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.Stage;
import dev.rushes.runtime.stage.StageContext;
import dev.rushes.runtime.stage.StageFailure;
import dev.rushes.split.domain.Chunk;
import dev.rushes.split.domain.ChunkManifest;
import dev.rushes.split.domain.Footage;
import dev.rushes.split.domain.SplitFact;
import dev.rushes.split.domain.Survey;
import dev.rushes.split.ffmpeg.Surveyor;
import dev.rushes.split.storage.ChunkManifests;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Cuts footage into chunks: survey every packet, cut the video where groups of pictures stand on their own, take the audio out whole. Each
 * chunk is announced as it closes; the manifest comes last and says that all are there.
 */
final class SplitStage implements Stage<Footage, SplitFact> {
    private final ChunkManifests manifests;
    private final WorkFolders folders;
    private final ObjectStore store;
    private final Surveyor surveyor;
    private final VideoSplitter video;
    private final AudioSplitter audio;

    SplitStage(
            ObjectStore store,
            WorkFolders folders,
            ChunkManifests manifests,
            Surveyor surveyor,
            VideoSplitter video,
            AudioSplitter audio) {
        this.store = store;
        this.folders = folders;
        this.manifests = manifests;
        this.surveyor = surveyor;
        this.video = video;
        this.audio = audio;
    }

    @Override
    public Mono<Outcome<SplitFact>> handle(Footage footage, StageContext<SplitFact> job) {
        JobKeys keys = new JobKeys(job.ticket().tenant(), job.ticket().jobId());
        return manifests.find(keys, footage.media()).flatMap(found -> found.map(
                        manifest -> repeat(manifest, footage, job))
                .orElseGet(() -> split(footage, keys, job)));
    }

    /** A later run knows nothing of the chunks of an earlier one, so they are all announced again. */
    private static Mono<Outcome<SplitFact>> repeat(
            ChunkManifest manifest, Footage footage, StageContext<SplitFact> job) {
        return Flux.fromStream(() -> manifest.announcements(footage))
                .concatMap(job::announce)
                .then(Mono.fromSupplier(() -> Outcome.repeated(List.of(manifest.conclusion(footage)))));
    }

    private Mono<Outcome<SplitFact>> split(Footage footage, JobKeys keys, StageContext<SplitFact> job) {
        return folders.use("split-" + job.ticket().jobId(), folder -> store.fetch(footage.media(), folder)
                .map(source -> new SplitTask(footage, source, folder, keys, job))
                .flatMap(this::splitTask));
    }

    private Mono<Outcome<SplitFact>> splitTask(SplitTask task) {
        Footage footage = task.footage();
        return surveyor.survey(task.source(), footage.info(), task.folder())
                .flatMap(SplitStage::requireContent)
                .flatMap(survey -> chunks(task.lasting(survey.duration()), survey)
                        .collectList()
                        .map(chunks -> new ChunkManifest(footage.media().sha256(), survey.duration(), chunks)))
                .flatMap(manifest -> manifests.save(task.keys(), manifest))
                .map(manifest -> Outcome.done(manifest.conclusion(footage)));
    }

    private Flux<Chunk> chunks(SplitTask task, Survey survey) {
        Flux<Chunk> pictures = Mono.justOrEmpty(task.footage().info().video())
                .flatMapMany(track -> Mono.justOrEmpty(survey.video())
                        .flatMapMany(groups -> video.split(task, track, groups, survey.origin())));
        Mono<Chunk> sounds = Mono.justOrEmpty(task.footage().info().audio())
                .flatMap(track -> Mono.justOrEmpty(survey.sound())
                        .flatMap(sound -> audio.split(task, track, sound, survey.origin())));
        return pictures.concatWith(sounds);
    }

    private static Mono<Survey> requireContent(Survey survey) {
        if (survey.isEmpty()) {
            return Mono.error(
                    new StageFailure(
                            MediaFailure.MEDIA_NOT_DECODABLE,
                            "Expected pictures or sound in the footage, but its tracks hold none. The file may be cut off: send it again."));
        }
        return Mono.just(survey);
    }
}
