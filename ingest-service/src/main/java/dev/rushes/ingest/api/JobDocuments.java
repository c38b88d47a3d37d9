package dev.rushes.ingest.api;

import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.links.DownloadName;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a job has written down about its footage. The documents stand under known keys and are looked up where they are: what fills a gap later replaces
 * them, and no fact would tell of it.
 */
final class JobDocuments {
    private static final String VTT = "text/vtt";
    private static final String JPEG = "image/jpeg";
    private static final String STORYBOARD = "storyboard.vtt";

    /** A picture's address as the storyboard has it: from the folder of the file on. */
    private static final Pattern ADDRESS = Pattern.compile(
            "^\\.\\./analysis/video-([0-9]{5,9})-storyboard\\.jpg(#xywh=[0-9,]{1,40})$", Pattern.MULTILINE);

    private final ObjectStore store;
    private final SignedLinks links;

    JobDocuments(ObjectStore store, SignedLinks links) {
        this.store = store;
        this.links = links;
    }

    /** The documents there may be. */
    private enum Kind {
        ANALYSIS("analysis", "json", "application/json", JobKeys::footageAnalysis),
        CHAPTERS("chapters", "vtt", VTT, keys -> keys.export("chapters.vtt")),
        CAPTIONS("captions", "vtt", VTT, keys -> keys.export("captions.vtt")),
        SUBTITLES("captions", "srt", "application/x-subrip", keys -> keys.export("captions.srt")),
        TIMELINE("timeline", "json", "application/json", JobKeys::timeline),
        OTIO("timeline", "otio", ResultsController.OTIO, JobKeys::otio);

        private final String title;
        private final String format;
        private final String contentType;
        private final Function<JobKeys, String> key;

        Kind(String title, String format, String contentType, Function<JobKeys, String> key) {
            this.title = title;
            this.format = format;
            this.contentType = contentType;
            this.key = key;
        }
    }

    /**
     * A document.
     *
     * @param name what it tells; the same in every format
     * @param href signed link
     * @param download signed link that a browser saves
     * @param expiresAt when both end; ask again for new ones
     */
    record Document(
            String name,
            String format,
            long size,
            String sha256,
            String contentType,
            String filename,
            String href,
            String download,
            Instant expiresAt) {}

    /** The documents that are there, always in the same order; none before the job has a timeline. */
    Flux<Document> of(Job job) {
        return job.timeline().isPresent()
                ? Flux.fromArray(Kind.values()).flatMapSequential(kind -> find(job, kind), Kind.values().length)
                : Flux.empty();
    }

    /**
     * The storyboard with signed links to its pictures, each with the part that shows it; empty if there is none.
     *
     * @param limit bytes of the stored one at most
     */
    Mono<byte[]> storyboard(Job job, int limit) {
        JobKeys keys = keys(job);
        return store.find(keys.export(STORYBOARD))
                .flatMap(Mono::justOrEmpty)
                .flatMap(object -> store.read(object, limit))
                .map(bytes -> linked(job, keys, new String(bytes, StandardCharsets.UTF_8)));
    }

    private byte[] linked(Job job, JobKeys keys, String storyboard) {
        Map<Integer, String> files = new HashMap<>();
        return ADDRESS.matcher(storyboard)
                .replaceAll(address ->
                        files.computeIfAbsent(Integer.valueOf(address.group(1)), index -> picture(job, keys, index))
                                + address.group(2))
                .getBytes(StandardCharsets.UTF_8);
    }

    private String picture(Job job, JobKeys keys, int index) {
        String filename = DownloadName.of(ResultsController.filename(job), "storyboard " + index, "jpg");
        return Matcher.quoteReplacement(links.to(job.tenant(), keys.storyboard(Track.VIDEO, index), JPEG, filename)
                .href());
    }

    private Mono<Document> find(Job job, Kind kind) {
        return store.find(kind.key.apply(keys(job)))
                .flatMap(Mono::justOrEmpty)
                .map(object -> document(job, kind, object));
    }

    private Document document(Job job, Kind kind, StoredObject object) {
        String filename = DownloadName.of(ResultsController.filename(job), kind.title, kind.format);
        SignedLinks.Pair pair = links.to(job.tenant(), object.key(), kind.contentType, filename);
        return new Document(
                kind.title,
                kind.format,
                object.size(),
                object.sha256(),
                kind.contentType,
                filename,
                pair.href(),
                pair.download(),
                pair.expiresAt());
    }

    private static JobKeys keys(Job job) {
        return new JobKeys(job.tenant(), job.id());
    }
}
