package dev.rushes.split.storage;

import dev.rushes.media.value.Rational;
import dev.rushes.media.value.Span;
import dev.rushes.media.value.StoredObject;
import dev.rushes.media.value.Track;
import dev.rushes.split.domain.Chunk;
import dev.rushes.split.domain.ChunkManifest;
import java.util.List;
import java.util.Locale;

/** The chunk manifest as JSON has it; see docs/formats.md. Times are text, "value/scale". */
record ManifestDocument(int version, String source, String duration, List<Entry> chunks) {
    static final int VERSION = 1;

    record Times(String start, String end) {}

    record Entry(
            String track,
            int index,
            Times span,
            long frames,
            String key,
            long size,
            String sha256,
            String contentType) {}

    static ManifestDocument of(ChunkManifest manifest) {
        return new ManifestDocument(
                VERSION,
                manifest.sourceSha256(),
                manifest.duration().toString(),
                manifest.chunks().stream().map(ManifestDocument::entry).toList());
    }

    ChunkManifest manifest() {
        return new ChunkManifest(
                source,
                Rational.parse(duration),
                chunks.stream().map(ManifestDocument::chunk).toList());
    }

    private static Entry entry(Chunk chunk) {
        StoredObject object = chunk.object();
        return new Entry(
                chunk.track().name().toLowerCase(Locale.ROOT),
                chunk.index(),
                new Times(chunk.span().start().toString(), chunk.span().end().toString()),
                chunk.frames(),
                object.key(),
                object.size(),
                object.sha256(),
                object.contentType());
    }

    private static Chunk chunk(Entry entry) {
        return new Chunk(
                Track.valueOf(entry.track().toUpperCase(Locale.ROOT)),
                entry.index(),
                new StoredObject(entry.key(), entry.size(), entry.sha256(), entry.contentType()),
                new Span(
                        Rational.parse(entry.span().start()),
                        Rational.parse(entry.span().end())),
                entry.frames());
    }
}
