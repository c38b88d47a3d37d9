package dev.rushes.analysis.wire;

import dev.rushes.analysis.domain.AnalyzedChunk;
import dev.rushes.analysis.domain.ChunkToAnalyze;
import dev.rushes.events.AnalysisStatus;
import dev.rushes.events.ChunkAnalyzed;
import dev.rushes.events.ChunkNote;
import dev.rushes.events.ChunkStored;
import dev.rushes.events.JobEvent;
import dev.rushes.media.value.Rational;
import dev.rushes.media.wire.MediaWire;
import dev.rushes.runtime.wire.StageWire;
import dev.rushes.runtime.wire.Stamp;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** The records of the analysis stage. */
public final class AnalysisWire implements StageWire<ChunkToAnalyze, AnalyzedChunk> {

    @Override
    public ChunkToAnalyze read(SpecificRecord record) {
        if (!(record instanceof ChunkStored stored)) {
            throw new IllegalArgumentException(
                    "Expected a ChunkStored, but got " + record.getSchema().getName());
        }
        Rational duration = MediaWire.rational(stored.getDuration());
        if (!duration.isPositive() || stored.getIndex() < 0) {
            throw new IllegalArgumentException("Expected a chunk with an index of at least 0 that lasts, but got index "
                    + stored.getIndex() + " of " + duration + " s");
        }
        return new ChunkToAnalyze(
                MediaWire.track(stored.getTrack()),
                stored.getIndex(),
                MediaWire.object(stored.getChunk()),
                MediaWire.rational(stored.getStart()),
                duration,
                stored.getFrames(),
                MediaWire.info(stored.getInfo()),
                Optional.ofNullable(stored.getFootage()).map(MediaWire::rational));
    }

    @Override
    public Optional<String> unit(ChunkToAnalyze chunk) {
        return Optional.of(chunk.unit());
    }

    @Override
    public ChunkAnalyzed write(AnalyzedChunk fact, Stamp stamp) {
        ChunkToAnalyze chunk = fact.chunk();
        return ChunkAnalyzed.newBuilder()
                .setEventId(stamp.eventId("analyzed-" + chunk.unit()))
                .setOccurredAt(stamp.occurredAt())
                .setJob(stamp.job())
                .setTrack(MediaWire.track(chunk.track()))
                .setIndex(chunk.index())
                .setStatus(status(fact))
                .setFindings(fact.findings().map(MediaWire::object).orElse(null))
                .setStart(MediaWire.rational(chunk.start()))
                .setDuration(MediaWire.rational(chunk.duration()))
                .setAnalyzer(fact.analyzer())
                .setProblem(fact.problem().orElse(null))
                .build();
    }

    @Override
    public void describe(AnalyzedChunk fact, JobEvent.Builder event) {
        ChunkToAnalyze chunk = fact.chunk();
        var unused = event.setChunk(ChunkNote.newBuilder()
                .setTrack(MediaWire.track(chunk.track()))
                .setIndex(chunk.index())
                .setStart(MediaWire.rational(chunk.start()))
                .setDuration(MediaWire.rational(chunk.duration()))
                .setFindings(fact.findings().map(MediaWire::object).orElse(null))
                .setStatus(status(fact))
                .setProblem(fact.problem().orElse(null))
                .build());
    }

    private static AnalysisStatus status(AnalyzedChunk fact) {
        return switch (fact.status()) {
            case OK -> AnalysisStatus.OK;
            case PARTIAL -> AnalysisStatus.PARTIAL;
            case FAILED -> AnalysisStatus.FAILED;
        };
    }
}
