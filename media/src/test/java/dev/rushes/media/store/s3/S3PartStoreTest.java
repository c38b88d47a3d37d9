package dev.rushes.media.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.store.Part;
import dev.rushes.media.store.PartStore;
import dev.rushes.media.store.PartStoreContract;
import dev.rushes.media.store.PartedObject;
import dev.rushes.media.store.StoreSettings;
import dev.rushes.media.testkit.S3Server;
import dev.rushes.runtime.stage.CommonFailure;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class S3PartStoreTest extends PartStoreContract {

    private S3Connection connection;
    private ObjectStore objects;
    private PartStore store;

    @BeforeEach
    void open() {
        S3Server server = S3Server.get();
        connection = S3Connection.open(
                new StoreSettings.S3(
                        server.endpoint(),
                        "us-east-1",
                        server.newBucket(),
                        "",
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
        objects = connection.objects();
        store = connection.parts();
    }

    @Override
    protected PartStore anotherProcess() {
        return connection.parts();
    }

    @Override
    protected ObjectStore objects() {
        return objects;
    }

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void cutsFullPartsAndKeepsTheRestAsATail() {
        byte[] footage = bytes(2 * PART + 12_345, 1);
        PartedObject object = begin();
        List<Part> parts = append(store, object, List.of(), Arrays.copyOf(footage, PART + 5));
        parts = append(store, object, parts, Arrays.copyOfRange(footage, PART + 5, footage.length));

        assertThat(parts).extracting(Part::length).containsExactly((long) PART, (long) PART, 12_345L);
        assertThat(parts).extracting(part -> part.token().substring(0, 5)).containsExactly("part:", "part:", "tail:");
        assertIsStored(wait(store.join(object, parts)), footage);
    }

    @Test
    void aWriterThatLostItsTurnSlipsNoBytesIn() {
        byte[] footage = bytes(PART + 20_000, 4);
        PartedObject object = begin();
        List<Part> recorded = append(store, object, List.of(), footage);
        List<Part> unused = append(store, object, List.of(), bytes(PART + 7_000, 98));

        assertThat(wait(store.check(object, recorded))).isEmpty();
        assertThat(failure(store.join(object, recorded))).isEqualTo(CommonFailure.STORED_BYTES_DIFFER);
        assertThat(wait(objects.find(KEY))).isEmpty();
    }

    @Test
    void aPartThatIsGoneIsNoticed() {
        PartedObject object = begin();
        List<Part> parts = append(store, object, List.of(), bytes(PART + 4_000, 6));
        connection
                .bucket()
                .delete(".parts/" + object.id() + "/" + RecordedParts.name(parts.getLast()))
                .block(PATIENCE);

        assertThat(wait(store.check(object, parts))).isEqualTo(parts.subList(0, 1));
        assertThat(failure(store.join(object, parts))).isEqualTo(CommonFailure.STORED_OBJECT_MISSING);
        assertThat(failure(store.append(object, parts, Flux.empty()).then(Mono.just(1))))
                .isEqualTo(CommonFailure.STORED_OBJECT_MISSING);
        assertThat(wait(objects.find(KEY))).isEmpty();
    }

    @Override
    protected void assertNothingUnfinished(PartedObject object) {
        assertThat(wait(connection.bucket().uploads(Optional.empty())).uploads())
                .isEmpty();
        assertThat(wait(connection.bucket().list(".parts/" + object.id(), Optional.empty()))
                        .contents())
                .isEmpty();
    }
}
