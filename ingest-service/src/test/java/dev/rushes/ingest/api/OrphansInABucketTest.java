package dev.rushes.ingest.api;

import static dev.rushes.ingest.api.TusClient.metadata;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.store.JobKeys;
import dev.rushes.media.store.PartStore;
import dev.rushes.media.store.UnfinishedUploads;
import dev.rushes.media.store.UnfinishedUploads.UnfinishedUpload;
import dev.rushes.runtime.kafka.AuditEntry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Objects of nobody that are in S3. */
class OrphansInABucketTest extends OrphansContract {

    @Override
    String[] store() {
        return ApiServer.inABucket();
    }

    @Test
    void whatWasBegunAndIsFinishedByNobodyIsGivenUpWhenItIsOldEnough() {
        UUID upload = UUID.randomUUID();
        String ofADeadUpload = begin("tenants/default/uploads/" + upload + "/original");
        String ofADeadRender = begin(new JobKeys("default", known()).render("film", "mp4"));
        String strange = begin("tenants/default/notes/readme");
        try (TusClient tus = new TusClient(server.address("/").getPort())) {
            byte[] bytes = "footage".getBytes(StandardCharsets.UTF_8);
            String slow = tus.create(bytes.length, "Upload-Metadata", metadata("recipe", "highlights"));
            List<String> before = tokens();

            clock.move(DAY.multipliedBy(7));
            assertThat(sweep().path("found").asInt())
                    .as("somebody may be at it")
                    .isZero();
            assertThat(tokens()).containsExactlyInAnyOrderElementsOf(before).hasSize(4);

            clock.move(DAY.multipliedBy(2));
            assertThat(sweep().path("removed").asInt()).isEqualTo(2);

            assertThat(tokens()).hasSize(2).contains(strange).doesNotContain(ofADeadUpload, ofADeadRender);
            assertThat(tus.patch(slow, 0, bytes).statusCode()).isEqualTo(204);
        }
        assertThat(server.audit.entries.stream()
                        .filter(entry -> entry.deed().action().equals("retention.unfinished-upload"))
                        .filter(entry -> entry.subject().name().endsWith(upload.toString()))
                        .map(AuditEntry::result))
                .containsExactly(AuditEntry.Result.BEGUN, AuditEntry.Result.DONE);
    }

    /** As a process that dies at this moment. */
    private String begin(String key) {
        return server.context
                .getBean(PartStore.class)
                .begin(UUID.randomUUID(), key, "video/mp4", 1_000)
                .blockOptional(PATIENCE)
                .orElseThrow()
                .token();
    }

    private List<String> tokens() {
        return server.context
                .getBean(UnfinishedUploads.class)
                .list()
                .map(UnfinishedUpload::token)
                .collectList()
                .blockOptional(PATIENCE)
                .orElseThrow();
    }
}
