package dev.rushes.ingest.tus;

import dev.rushes.ingest.tus.domain.Checksum;
import dev.rushes.ingest.tus.domain.Patch;
import dev.rushes.ingest.tus.domain.Refusal;
import dev.rushes.ingest.tus.domain.Upload;
import dev.rushes.media.store.Part;
import dev.rushes.media.store.PartStore;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Takes the bytes of one request: into the store, then into the record, then told. */
final class Receiving {
    private static final Logger LOG = LoggerFactory.getLogger(Receiving.class);

    private final UploadRows rows;
    private final PartStore parts;
    private final Mono<End> stopping;
    private final Duration window;
    private final long windowBytes;
    private final UploadMeters meters;

    /** @param stopping comes when this instance stops */
    Receiving(UploadRows rows, PartStore parts, Mono<End> stopping, UploadSettings settings, UploadMeters meters) {
        this.rows = rows;
        this.parts = parts;
        this.stopping = stopping;
        this.window = settings.window();
        this.windowBytes = settings.windowBytes().toBytes();
        this.meters = meters;
    }

    /**
     * The upload as it can be gone on with: what the store has lost is taken back, so that the client sends it again.
     */
    Mono<StoredUpload> settle(Turn turn) {
        return rows.read(turn.id())
                .flatMap(at -> at.upload().isReceiving()
                        ? parts.check(at.object(), at.parts()).flatMap(present -> settle(turn, at, present))
                        : Mono.just(at));
    }

    private Mono<StoredUpload> settle(Turn turn, StoredUpload at, List<Part> present) {
        if (present.equals(at.parts())) {
            return Mono.just(at);
        }
        long left = new Recorded(present).bytes();
        LOG.error(
                "Upload {} goes back from {} bytes to {}: the store lost the rest",
                turn.id(),
                at.upload().offset(),
                left);
        meters.count(UploadMeter.LOST);
        return mine(rows.cut(turn, present.size(), left)).map(upload -> new StoredUpload(upload, at.object(), present));
    }

    /**
     * Takes bytes.
     *
     * @return the upload with them; an error if not all of the request came in, though what came is kept
     */
    Mono<Upload> receive(
            Turn turn, StoredUpload at, Patch.Append append, Optional<Checksum> checksum, EarlyBytes body) {
        IncomingBytes incoming = new IncomingBytes(body, append.atMost(), checksum);
        Flux<ByteBuffer> bytes = incoming.until(Mono.firstWithSignal(turn.ended(), stopping), window, windowBytes);
        Flux<Part> told = parts.append(at.object(), at.parts(), bytes);
        Recorder recorder = new Recorder(turn, new Recorded(at.parts()), append.length());
        Mono<Upload> recorded = checksum.isPresent()
                ? told.collectList().flatMap(all -> verified(incoming, checksum.get(), recorder, all))
                : told.takeWhile(_ -> incoming.end() != End.TOO_LONG)
                        .concatMap(part -> recorder.record(List.of(part)), 1)
                        .takeLast(1)
                        .next();
        return recorded.switchIfEmpty(Mono.defer(() -> nothing(at, append, recorder)))
                .flatMap(upload -> conclude(incoming.end(), upload));
    }

    /** A request without a byte may still tell the length. */
    private Mono<Upload> nothing(StoredUpload at, Patch.Append append, Recorder recorder) {
        return append.length().equals(at.upload().length()) ? Mono.just(at.upload()) : recorder.record(List.of());
    }

    /** Bytes with a checksum count together, or not at all. */
    private static Mono<Upload> verified(IncomingBytes incoming, Checksum checksum, Recorder recorder, List<Part> all) {
        if (incoming.end() != End.COMPLETE) {
            return Mono.empty();
        }
        return incoming.fit(checksum)
                ? recorder.record(latest(all))
                : Mono.error(new UploadRefused(Refusal.checksumDiffers()));
    }

    /** Of a part that was told while it grew, only the last counts. */
    private static List<Part> latest(List<Part> all) {
        return List.copyOf(all.stream()
                .collect(Collectors.toMap(Part::number, part -> part, (_, later) -> later, java.util.TreeMap::new))
                .values());
    }

    private static Mono<Upload> conclude(End end, Upload upload) {
        if (!upload.isReceiving()) {
            return Mono.just(upload);
        }
        return switch (end) {
            case COMPLETE, CLIENT_LEFT -> Mono.just(upload);
            case TOO_LONG -> Mono.error(new UploadRefused(Refusal.pastTheEnd(upload.length())));
            case WANTED, LOST -> Mono.error(new UploadRefused(Refusal.takenOver()));
            case STALLED -> Mono.error(new UploadRefused(Refusal.stalled()));
            case STOPPING -> Mono.error(new UploadRefused(Refusal.stopping()));
        };
    }

    private static <T> Mono<T> mine(Mono<T> changed) {
        return changed.switchIfEmpty(Mono.error(() -> new UploadRefused(Refusal.takenOver())));
    }

    /** Writes down what has become durable. */
    private final class Recorder {
        private final Turn turn;
        private final Recorded recorded;
        private final OptionalLong length;

        Recorder(Turn turn, Recorded recorded, OptionalLong length) {
            this.turn = turn;
            this.recorded = recorded;
            this.length = length;
        }

        Mono<Upload> record(List<Part> durable) {
            durable.forEach(recorded::put);
            return mine(rows.record(turn, durable, recorded.bytes(), length));
        }
    }
}
