package dev.rushes.ingest.ledger.wire;

import dev.rushes.events.Amendment;
import dev.rushes.events.ChunkNote;
import dev.rushes.events.Failure;
import dev.rushes.events.Film;
import dev.rushes.events.JobEvent;
import dev.rushes.events.Progress;
import dev.rushes.events.Prompt;
import dev.rushes.events.RequestNote;
import dev.rushes.events.SplitNote;
import dev.rushes.events.TimelineNote;
import dev.rushes.events.TrackKind;
import dev.rushes.events.Usage;
import dev.rushes.ingest.domain.CleanText;
import dev.rushes.ingest.domain.FilmWish;
import dev.rushes.ingest.domain.Webhook;
import dev.rushes.ingest.ledger.domain.Section;
import dev.rushes.ingest.ledger.domain.Spend;
import dev.rushes.media.value.MediaInfo;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.wire.MediaWire;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.wire.JobWire;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The sections of an event, each as its own kind of news. */
final class SectionWire {
    private static final int ADDRESS_LIMIT = 2048;
    private static final int MOST_TYPES = 32;

    private SectionWire() {}

    static List<Section> sections(JobEvent event) {
        List<Section> sections = new ArrayList<>();
        Optional.ofNullable(event.getRequest()).map(SectionWire::request).ifPresent(sections::add);
        Optional.ofNullable(event.getProgress()).map(SectionWire::reported).ifPresent(sections::add);
        Optional.ofNullable(event.getFailure())
                .map(failure -> trouble(failure, event.getDueAt()))
                .ifPresent(sections::add);
        Optional.ofNullable(event.getMedia())
                .map(media -> new Section.Media(object(media.getMedia()), info(media.getInfo())))
                .ifPresent(sections::add);
        Optional.ofNullable(event.getChunk()).flatMap(SectionWire::chunk).ifPresent(sections::add);
        Optional.ofNullable(event.getSplit()).map(SectionWire::split).ifPresent(sections::add);
        Optional.ofNullable(event.getTimeline()).map(SectionWire::timeline).ifPresent(sections::add);
        Optional.ofNullable(event.getAmendment()).map(SectionWire::amendment).ifPresent(sections::add);
        Optional.ofNullable(event.getUsage()).map(SectionWire::spent).ifPresent(sections::add);
        Optional.ofNullable(event.getErasure())
                .map(erasure -> new Section.Erasure(FactWire.name(erasure.getBy())))
                .ifPresent(sections::add);
        event.getFilms().stream().map(SectionWire::film).forEach(sections::add);
        return sections;
    }

    private static Section.Request request(RequestNote note) {
        return new Section.Request(
                FactWire.name(note.getRecipe()),
                JobWire.route(note.getRoute()),
                new Section.Source(
                        line(note.getSource().getUploadKey(), ADDRESS_LIMIT),
                        line(note.getSource().getUrl(), ADDRESS_LIMIT),
                        line(note.getSource().getFilename(), FactWire.NAME_LIMIT),
                        Optional.ofNullable(note.getSource().getPrompt()).map(SectionWire::wish)),
                wishes(JobWire.options(note.getOptions())),
                JobWire.priority(note.getPriority()).name(),
                line(note.getTitle(), FactWire.NAME_LIMIT),
                labels(note.getLabels()),
                note.getRequestedAt(),
                FactWire.name(note.getFingerprint()),
                Optional.ofNullable(note.getWebhook()).map(SectionWire::webhook));
    }

    private static FilmWish wish(Prompt prompt) {
        return new FilmWish(
                readable(prompt.getText()),
                prompt.getSeconds(),
                FactWire.name(prompt.getResolution()),
                FactWire.name(prompt.getAspectRatio()));
    }

    /** Lines are kept; what a database does not take is not. */
    private static String readable(String text) {
        return text.substring(0, Math.min(text.length(), FilmWish.LONGEST_TEXT)).replace('\0', ' ');
    }

    private static Webhook webhook(dev.rushes.events.Webhook webhook) {
        return new Webhook(
                CleanText.line(webhook.getUrl(), ADDRESS_LIMIT),
                webhook.getEvents().stream()
                        .limit(MOST_TYPES)
                        .map(FactWire::name)
                        .toList(),
                line(webhook.getSealedSecret(), ADDRESS_LIMIT));
    }

    private static Section.Amendment amendment(Amendment change) {
        return new Section.Amendment(
                Optional.ofNullable(change.getOnlyAtRevision()),
                change.getTitled(),
                line(change.getTitle(), FactWire.NAME_LIMIT),
                labels(change.getLabels()),
                change.getLabelsRemoved().stream().map(FactWire::name).toList(),
                Optional.ofNullable(change.getPriority()).map(JobWire::priority).map(Enum::name));
    }

    /** Nothing costs less than nothing. */
    private static Section.Spent spent(Usage usage) {
        return new Section.Spent(new Spend(
                Math.max(0, usage.getCpuMillis()),
                Math.max(0, usage.getWorkMillis()),
                Math.max(0, usage.getTokensIn()),
                Math.max(0, usage.getTokensOut()),
                Math.max(0, usage.getMicroDollars())));
    }

    private static Section.Wishes wishes(JobOptions options) {
        return new Section.Wishes(
                options.filmLength(),
                options.chunkLength(),
                options.format().name(),
                options.maxHeight(),
                options.onChunkFailure().name(),
                FactWire.name(options.analyzer()),
                labels(options.extra()),
                new Section.Terms(
                        options.terms().deadline(),
                        options.terms().budgetMicroDollars(),
                        options.terms().budgetCpuMillis()));
    }

    private static Section.Reported reported(Progress progress) {
        double fraction = progress.getTotal() > 0 ? progress.getDone() / progress.getTotal() : 0;
        return new Section.Reported(
                Double.isFinite(fraction) ? Math.clamp(fraction, 0, 1) : 0, FactWire.sentence(progress.getMessage()));
    }

    private static Section.Trouble trouble(Failure failure, @Nullable Instant dueAt) {
        return new Section.Trouble(
                FactWire.name(failure.getCode()),
                failure.getKind().name(),
                FactWire.sentence(failure.getMessage()),
                Optional.ofNullable(dueAt));
    }

    private static Optional<Section.Chunk> chunk(ChunkNote note) {
        if (note.getTrack() == TrackKind.UNKNOWN) {
            return Optional.empty();
        }
        return Optional.of(new Section.Chunk(
                MediaWire.track(note.getTrack()),
                note.getIndex(),
                MediaWire.rational(note.getStart()),
                MediaWire.rational(note.getDuration()),
                Optional.ofNullable(note.getObject()).map(SectionWire::object),
                Optional.ofNullable(note.getFindings()).map(SectionWire::object),
                Optional.ofNullable(note.getStatus()).map(Enum::name),
                line(note.getProblem(), FactWire.MESSAGE_LIMIT)));
    }

    private static Section.Split split(SplitNote note) {
        return new Section.Split(
                Math.max(0, note.getVideoChunks()),
                Math.max(0, note.getAudioChunks()),
                MediaWire.rational(note.getDuration()));
    }

    private static Section.Timeline timeline(TimelineNote note) {
        return new Section.Timeline(
                object(note.getTimeline()),
                Optional.ofNullable(note.getOtio()).map(SectionWire::object),
                note.getClips(),
                MediaWire.rational(note.getDuration()),
                note.getGaps());
    }

    private static Section.Film film(Film film) {
        return new Section.Film(
                FactWire.name(film.getName()),
                object(film.getObject()),
                film.getFormat().name(),
                film.getWidth(),
                film.getHeight(),
                MediaWire.rational(film.getDuration()),
                film.getSound());
    }

    private static StoredObject object(dev.rushes.events.StoredObject record) {
        StoredObject object = MediaWire.object(record);
        return new StoredObject(
                CleanText.line(object.key(), ADDRESS_LIMIT),
                object.size(),
                FactWire.name(object.sha256()),
                FactWire.name(object.contentType()));
    }

    private static MediaInfo info(dev.rushes.events.MediaInfo record) {
        MediaInfo info = MediaWire.info(record);
        return new MediaInfo(
                FactWire.name(info.container()),
                info.claimedDuration(),
                info.video()
                        .map(video -> new MediaInfo.VideoInfo(
                                video.stream(),
                                FactWire.name(video.codec()),
                                video.width(),
                                video.height(),
                                video.rotation(),
                                video.frameRate(),
                                video.pixelAspect(),
                                FactWire.name(video.pixelFormat()))),
                info.audio()
                        .map(audio -> new MediaInfo.AudioInfo(
                                audio.stream(), FactWire.name(audio.codec()), audio.channels(), audio.sampleRate())),
                info.warnings().stream().map(FactWire::sentence).limit(20).toList());
    }

    private static Map<String, String> labels(Map<String, String> labels) {
        Map<String, String> clean = new TreeMap<>();
        labels.forEach((name, value) -> clean.put(FactWire.name(name), CleanText.line(value, 1000)));
        return clean;
    }

    private static Optional<String> line(@Nullable String text, int limit) {
        return Optional.ofNullable(text)
                .map(given -> CleanText.line(given, limit))
                .filter(line -> !line.isEmpty());
    }
}
