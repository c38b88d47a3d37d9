package dev.rushes.benchmarks.broker;

import dev.rushes.events.AudioInfo;
import dev.rushes.events.MediaInfo;
import dev.rushes.events.MediaStored;
import dev.rushes.events.Rational;
import dev.rushes.events.StoredObject;
import dev.rushes.events.VideoInfo;
import dev.rushes.flow.Recipe;
import dev.rushes.runtime.kafka.FixedRegistry;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.wire.JobWire;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The records that all contenders read: facts as the upload stage publishes them, headers included. */
public final class Footage {
    private static final Instant REQUESTED = Instant.parse("2026-01-01T00:00:00Z");
    private static final StoredObject MEDIA = StoredObject.newBuilder()
            .setKey("tenants/acme/jobs/0192f3a1-7a3e-7e07-a54b-5a1c6a0f9d11/source/original")
            .setSize(734_003_200)
            .setSha256("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08")
            .setContentType("video/mp4")
            .build();
    private static final MediaInfo INFO = MediaInfo.newBuilder()
            .setContainer("mov,mp4,m4a,3gp,3g2,mj2")
            .setClaimedDuration(new Rational(3_600_000L, 1_000L))
            .setVideo(VideoInfo.newBuilder()
                    .setCodec("h264")
                    .setWidth(1920)
                    .setHeight(1080)
                    .setFrameRate(new Rational(30L, 1L))
                    .setPixelFormat("yuv420p")
                    .build())
            .setAudio(AudioInfo.newBuilder()
                    .setCodec("aac")
                    .setChannels(2)
                    .setSampleRate(48_000)
                    .build())
            .build();

    private final FixedRegistry.Encoder encoder = new FixedRegistry.Encoder();
    private final Random random;

    /** @param seed the same seed makes the same jobs */
    public Footage(long seed) {
        this.random = new Random(seed);
    }

    /** A ticket for a new job on the whole route. */
    public JobTicket ticket(String tenant) {
        return ticket(tenant, REQUESTED);
    }

    public JobTicket ticket(String tenant, Instant requestedAt) {
        return new JobTicket(
                new UUID(random.nextLong(), random.nextLong()),
                tenant,
                1,
                Recipe.HIGHLIGHTS.label(),
                Recipe.HIGHLIGHTS.route(),
                JobOptions.DEFAULTS,
                JobTicket.Priority.NORMAL,
                requestedAt);
    }

    /** The record about the footage of a job. {@code name} tells the stage what to do with it. */
    public ProducerRecord<byte[], byte[]> record(String topic, JobTicket ticket, String name) {
        UUID id = new UUID(random.nextLong(), random.nextLong());
        MediaStored fact = MediaStored.newBuilder()
                .setEventId(id)
                .setOccurredAt(REQUESTED)
                .setJob(JobWire.job(ticket))
                .setMedia(MEDIA)
                .setInfo(INFO)
                .setFilename(name)
                .build();
        String job = ticket.jobId().toString();
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(topic, null, utf8(job), encoder.serialize(topic, fact));
        header(record, "rushes-run", "1");
        header(record, "rushes-tenant", ticket.tenant());
        header(record, "rushes-priority", ticket.priority().name());
        header(record, "ce_specversion", "1.0");
        header(record, "ce_id", id.toString());
        header(record, "ce_source", "/rushes");
        header(record, "ce_type", "dev.rushes.events.MediaStored");
        header(record, "ce_time", REQUESTED.toString());
        header(record, "ce_subject", job);
        header(record, "content-type", "application/avro");
        header(record, "traceparent", String.format("00-%016x%016x-%016x-01", random.nextLong(), 1L, 1L));
        return record;
    }

    private static void header(ProducerRecord<byte[], byte[]> record, String name, String value) {
        var unused = record.headers().add(name, utf8(value));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
