package dev.rushes.ingest.ledger.domain;

import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.domain.FilmWish;
import dev.rushes.ingest.domain.Webhook;
import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.Rational;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** What a fact says beside its type: one record for each kind of news. */
public sealed interface Section {

    /**
     * What was asked for.
     *
     * @param recipe name of the recipe
     * @param route stages that the job visits, in order
     * @param source where the footage is
     * @param wishes what the film should be like
     * @param priority urgency: LOW, NORMAL or HIGH
     * @param title title shown to people
     * @param labels free labels of the publisher
     * @param requestedAt when it was asked for
     * @param fingerprint digest of what the caller sent; empty if unknown
     * @param webhook whom to tell, beside the endpoints of the tenant; kept for a later run
     */
    record Request(
            String recipe,
            List<FlowStage> route,
            Source source,
            Wishes wishes,
            String priority,
            Optional<String> title,
            Map<String, String> labels,
            Instant requestedAt,
            String fingerprint,
            Optional<Webhook> webhook)
            implements Section {
        public Request {
            route = List.copyOf(route);
            labels = Map.copyOf(labels);
            fingerprint = Objects.requireNonNullElse(fingerprint, "");
            webhook = Objects.requireNonNullElse(webhook, Optional.empty());
        }

        /** Without a fingerprint and a webhook. */
        public Request(
                String recipe,
                List<FlowStage> route,
                Source source,
                Wishes wishes,
                String priority,
                Optional<String> title,
                Map<String, String> labels,
                Instant requestedAt) {
            this(recipe, route, source, wishes, priority, title, labels, requestedAt, "", Optional.empty());
        }

        /** What is asked for after somebody has changed it. */
        Request amended(Amendment change) {
            return new Request(
                    recipe,
                    route,
                    source,
                    wishes,
                    change.priority().orElse(priority),
                    change.titled() ? change.title() : title,
                    change.labelsOver(labels),
                    requestedAt,
                    fingerprint,
                    webhook);
        }
    }

    /**
     * Where the footage is. Exactly one of key, address and prompt is there, unless the request was bad.
     *
     * @param uploadKey key of a stored upload
     * @param url address; its query may hold credentials, so it is kept for a later run and never shown
     * @param filename name that a person gave it
     * @param prompt film that a model is to make
     */
    record Source(
            Optional<String> uploadKey, Optional<String> url, Optional<String> filename, Optional<FilmWish> prompt) {
        public Source {
            prompt = Objects.requireNonNullElse(prompt, Optional.empty());
        }

        /** Without a prompt. */
        public Source(Optional<String> uploadKey, Optional<String> url, Optional<String> filename) {
            this(uploadKey, url, filename, Optional.empty());
        }
    }

    /**
     * What the film should be like.
     *
     * @param filmLength wanted length
     * @param chunkLength wanted length of a chunk
     * @param format MP4, WEBM or GIF
     * @param maxHeight upper limit in lines
     * @param onChunkFailure FAIL or SKIP
     * @param analyzer name of the analyzer
     * @param extra options without a field of their own
     * @param terms until when and for how much
     */
    record Wishes(
            Optional<Duration> filmLength,
            Optional<Duration> chunkLength,
            String format,
            int maxHeight,
            String onChunkFailure,
            String analyzer,
            Map<String, String> extra,
            Terms terms) {
        public Wishes {
            extra = Map.copyOf(extra);
            terms = Objects.requireNonNullElse(terms, Terms.NONE);
        }

        /** Without terms. */
        public Wishes(
                Optional<Duration> filmLength,
                Optional<Duration> chunkLength,
                String format,
                int maxHeight,
                String onChunkFailure,
                String analyzer,
                Map<String, String> extra) {
            this(filmLength, chunkLength, format, maxHeight, onChunkFailure, analyzer, extra, Terms.NONE);
        }
    }

    /**
     * On which terms the job is done.
     *
     * @param deadline it must have ended by then
     * @param budgetMicroDollars most money, in millionths of a dollar, over all runs
     * @param budgetCpuMillis most processor time of tools, in milliseconds, over all runs
     */
    record Terms(Optional<Instant> deadline, Optional<Long> budgetMicroDollars, Optional<Long> budgetCpuMillis) {
        public static final Terms NONE = new Terms(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Somebody changed the job. What is absent stays.
     *
     * @param onlyAtRevision holds only if the job has been changed so often before; empty holds in any case
     * @param titled whether the title changes
     * @param title the new one; empty takes it away
     * @param labels labels that are set
     * @param labelsRemoved labels that are taken away
     * @param priority the new urgency
     */
    record Amendment(
            Optional<Long> onlyAtRevision,
            boolean titled,
            Optional<String> title,
            Map<String, String> labels,
            List<String> labelsRemoved,
            Optional<String> priority)
            implements Section {
        /** More labels than that no job has: an amendment that would add more leaves the labels as they are. */
        static final int MOST_LABELS = 32;

        public Amendment {
            labels = Map.copyOf(labels);
            labelsRemoved = List.copyOf(labelsRemoved);
        }

        Map<String, String> labelsOver(Map<String, String> before) {
            Map<String, String> after = new TreeMap<>(before);
            labelsRemoved.forEach(after::remove);
            after.putAll(labels);
            return after.size() > Math.max(MOST_LABELS, before.size()) ? before : after;
        }
    }

    /** What a try has cost. */
    record Spent(Spend spend) implements Section {}

    /** @param by who wanted the job to be forgotten, as the audit names them */
    record Erasure(String by) implements Section {
        /** Nobody: the job's time was over. No caller has this name. */
        public static final String RETENTION = "retention";

        /** Whether nobody asked. Then it is about a run that is over: a later run is not meant. */
        public boolean isByTime() {
            return by.equals(RETENTION);
        }
    }

    /**
     * How far a stage, or a unit of it, is.
     *
     * @param fraction 0 to 1; 0 if the total is unknown
     * @param message what is being done, in a few words
     */
    record Reported(double fraction, String message) implements Section {}

    /**
     * What did not work.
     *
     * @param code stable code
     * @param kind whose fault it is: INPUT, TRANSIENT, OUTAGE, THROTTLED, OURS, CANCELLED or UNKNOWN
     * @param message a sentence for people
     * @param dueAt when the next try is due, if there is one
     */
    record Trouble(String code, String kind, String message, Optional<Instant> dueAt) implements Section {}

    /** The footage is stored and has been looked at. */
    record Media(StoredObject object, MediaInfo info) implements Section {}

    /**
     * A chunk was made, or has been looked at.
     *
     * @param object the bytes; empty when the news is about the analysis
     * @param findings what was found; empty when the news is about the split, or for a gap
     * @param status how the analysis ended: OK, PARTIAL, BLOCKED or FAILED; empty when the news is about the split
     * @param problem why the chunk is a gap
     */
    record Chunk(
            Track track,
            int index,
            Rational start,
            Rational duration,
            Optional<StoredObject> object,
            Optional<StoredObject> findings,
            Optional<String> status,
            Optional<String> problem)
            implements Section {}

    /** How many chunks there are, and how long the footage really is. */
    record Split(int videoChunks, int audioChunks, Rational duration) implements Section {}

    /** The cut is decided. */
    record Timeline(StoredObject timeline, Optional<StoredObject> otio, int clips, Rational duration, int gaps)
            implements Section {}

    /**
     * A film is made.
     *
     * @param name name of the output inside the job
     * @param format MP4, WEBM or GIF
     */
    record Film(
            String name, StoredObject object, String format, int width, int height, Rational duration, boolean sound)
            implements Section {}
}
