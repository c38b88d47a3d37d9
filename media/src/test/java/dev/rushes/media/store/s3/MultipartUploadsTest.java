package dev.rushes.media.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.store.Part;
import dev.rushes.media.store.PartedObject;
import dev.rushes.media.store.StoreSettings;
import dev.rushes.media.store.UnfinishedUploads;
import dev.rushes.media.store.UnfinishedUploads.UnfinishedUpload;
import dev.rushes.media.testkit.S3Server;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** What processes leave in a bucket when they die, on a real S3 server. */
class MultipartUploadsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String KEY = "tenants/default/uploads/0195f000-0000-7000-8000-000000000001/original";

    private S3Connection connection;
    private UnfinishedUploads uploads;

    @BeforeEach
    void open() {
        S3Server server = S3Server.get();
        connection = S3Connection.open(
                new StoreSettings.S3(
                        server.endpoint(),
                        "us-east-1",
                        server.newBucket(),
                        "ours/",
                        true,
                        null,
                        "default",
                        DataSize.ofMegabytes(5),
                        2,
                        8,
                        Duration.ofSeconds(20),
                        Duration.ofSeconds(30),
                        3),
                StaticCredentialsProvider.create(AwsBasicCredentials.create(S3Server.ACCESS_KEY, S3Server.SECRET_KEY)));
        uploads = connection.unfinishedUploads();
    }

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void whatWasBegunAndNotFinishedIsListedUnderOurKeyUntilItIsGivenUp() {
        Instant before = Instant.now().minusSeconds(60);
        PartedObject first = begin();
        PartedObject second = begin();
        assertThat(connection
                        .parts()
                        .append(second, List.of(), Flux.just(ByteBuffer.allocate(6 << 20)))
                        .collectList()
                        .block(PATIENCE))
                .hasSize(2);

        assertThat(list()).extracting(UnfinishedUpload::key).containsExactly(KEY, KEY);
        assertThat(list()).extracting(UnfinishedUpload::token).containsExactlyInAnyOrder(first.token(), second.token());
        assertThat(list()).allMatch(upload -> upload.begun().isAfter(before));

        UnfinishedUpload gone = new UnfinishedUpload(KEY, second.token(), Instant.now());
        uploads.abort(gone).block(PATIENCE);
        assertThat(list()).extracting(UnfinishedUpload::token).containsExactly(first.token());
        uploads.abort(gone).block(PATIENCE);
    }

    @Test
    void whatWasFinishedIsNotListed() {
        PartedObject object = begin();
        List<Part> parts = connection
                .parts()
                .append(object, List.of(), Flux.just(ByteBuffer.allocate(6 << 20)))
                .collectList()
                .blockOptional(PATIENCE)
                .orElseThrow();
        assertThat(connection.parts().join(object, parts).block(PATIENCE)).isNotNull();

        assertThat(list()).isEmpty();
    }

    private PartedObject begin() {
        return connection
                .parts()
                .begin(UUID.randomUUID(), KEY, "video/mp4", 20 << 20)
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    private List<UnfinishedUpload> list() {
        return uploads.list().collectList().blockOptional(PATIENCE).orElseThrow();
    }
}
