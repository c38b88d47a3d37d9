package dev.rushes.media.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rushes.media.store.Digests;
import dev.rushes.media.store.DirectLinks;
import dev.rushes.media.store.ObjectStore;
import dev.rushes.media.store.ObjectStoreContract;
import dev.rushes.media.store.StoreSettings;
import dev.rushes.media.store.s3.FaultyGate.Fault;
import dev.rushes.media.testkit.S3Server;
import dev.rushes.media.value.StoredObject;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.FailureKind;
import dev.rushes.runtime.stage.StageFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

class S3ObjectStoreTest extends ObjectStoreContract {
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create(S3Server.ACCESS_KEY, S3Server.SECRET_KEY));

    private FaultyGate gate;
    private String name;
    private S3Connection connection;
    private ObjectStore store;

    @BeforeEach
    void open() throws IOException {
        S3Server server = S3Server.get();
        gate = new FaultyGate(server.endpoint());
        name = server.newBucket();
        connection = S3Connection.open(settings(gate.endpoint(), name), CREDENTIALS);
        store = connection.objects();
    }

    @AfterEach
    void close() throws IOException {
        connection.close();
        gate.close();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected void assertNothingUnfinished() {
        // An abort runs on when its subscriber is gone already: asked for again until it is through.
        assertThat(bucket().uploads(Optional.empty())
                        .filter(page -> page.uploads().isEmpty())
                        .repeatWhenEmpty(again -> again.delayElements(Duration.ofMillis(50)))
                        .block(PATIENCE))
                .isNotNull();
    }

    @Test
    void keepsTheDigestWithTheObjectOrInASealBesideIt() {
        StoredObject small = wait(store.put("tenants/a/small", bytes("hello"), "text/plain"));
        StoredObject large =
                wait(store.put("tenants/a/large", Flux.just(ByteBuffer.wrap(random(9_000_000))), "a/b", 100_000_000));

        assertThat(wait(bucket().head("tenants/a/small")).metadata()).containsEntry(Seal.DIGEST, small.sha256());
        assertThat(Seal.read(bucket(), "tenants/a/large", wait(bucket().head("tenants/a/large")))
                        .block(PATIENCE))
                .isEqualTo(large.sha256());

        assertThat(store.delete("tenants/a/large").blockOptional(PATIENCE)).isEmpty();
        assertThat(bucket().head(Seal.key("tenants/a/large"))
                        .map(_ -> true)
                        .onErrorReturn(S3Errors::isMissing, false)
                        .block(PATIENCE))
                .isFalse();
    }

    @Test
    void aLargeFileBearsItsDigestItself() throws IOException {
        byte[] content = random(17_000_000);
        Path file = Files.write(folder.resolve("film.mp4"), content);

        StoredObject stored = wait(store.put(KEY, file, "video/mp4"));

        assertThat(stored).isEqualTo(new StoredObject(KEY, content.length, Digests.of(content), "video/mp4"));
        assertThat(wait(bucket().head(KEY)).metadata()).containsEntry(Seal.DIGEST, stored.sha256());
        assertThat(wait(store.fetch(stored, folder))).hasBinaryContent(content);
    }

    @Test
    void sealsWhatHasNoSealOrTheSealOfOtherBytes() {
        byte[] content = random(9_000_000);
        StoredObject stored = wait(store.put(KEY, Flux.just(ByteBuffer.wrap(content)), "video/mp4", 100_000_000));
        bucket().delete(Seal.key(KEY)).block(PATIENCE);

        assertThat(wait(store.find(KEY))).contains(stored);
        assertThat(Seal.read(bucket(), KEY, wait(bucket().head(KEY))).block(PATIENCE))
                .isEqualTo(stored.sha256());

        StoredObject lie = new StoredObject(KEY, 9_000_000, HELLO_SHA256, "video/mp4");
        Seal.write(bucket(), lie, "\"of others\"").block(PATIENCE);
        assertThat(wait(store.find(KEY))).contains(stored);
        bucket().put(Seal.key(KEY), Piece.of(1, ByteBuffer.wrap(bytes("no seal")), true), "text/plain", Map.of())
                .block(PATIENCE);
        assertThat(wait(store.find(KEY))).contains(stored);
    }

    @Test
    void ridesOutAStoreThatIsBusyForAMoment() throws IOException {
        gate.plan(new Fault.Answer(503, "SlowDown"), new Fault.Answer(500, "InternalError"));

        assertThat(wait(store.put(KEY, bytes("hello"), "video/mp4")).size()).isEqualTo(5);
        assertThat(gate.spoiled()).isEqualTo(2);
    }

    @Test
    void aStoreThatStaysBusyIsAnOutageAndLeavesNothing() throws IOException {
        Fault busy = new Fault.Answer(503, "SlowDown");
        gate.plan(busy, busy, busy);

        StageFailure failure = org.assertj.core.api.Assertions.catchThrowableOfType(
                StageFailure.class,
                () -> store.put(KEY, bytes("hello"), "video/mp4").block(PATIENCE));

        assertThat(failure.failure().code()).isEqualTo(CommonFailure.STORE_UNAVAILABLE);
        assertThat(failure.failure().code().kind()).isEqualTo(FailureKind.OUTAGE);
        assertThat(failure).hasMessageContaining("503 SlowDown").hasMessageContaining(KEY);
        assertThat(wait(store.find(KEY))).isEmpty();
    }

    @Test
    void aStoreThatDoesNotAnswerIsAnOutage() throws IOException {
        Fault silence = new Fault.Silence();
        gate.plan(silence, silence, silence, silence, silence, silence);
        try (S3Connection hasty =
                S3Connection.open(settings(gate.endpoint(), name, Duration.ofMillis(300), 2), CREDENTIALS)) {
            assertThat(failure(hasty.objects().find(KEY))).isEqualTo(CommonFailure.STORE_UNAVAILABLE);
        }

        gate.close();
        assertThat(failure(store.find(KEY))).isEqualTo(CommonFailure.STORE_UNAVAILABLE);
        assertThat(failure(store.put(KEY, bytes("x"), "a/b"))).isEqualTo(CommonFailure.STORE_UNAVAILABLE);
        assertThat(failure(store.read(new StoredObject(KEY, 5, HELLO_SHA256, "a/b"), 5)))
                .isEqualTo(CommonFailure.STORE_UNAVAILABLE);
    }

    @Test
    void readsOnWhereABodyBrokeOff() throws IOException {
        byte[] content = random(3_000_000);
        StoredObject stored = wait(store.put(KEY, Flux.just(ByteBuffer.wrap(content)), "video/mp4", content.length));
        gate.plan(new Fault.BreakOff(1_000_000), new Fault.BreakOff(100));

        assertThat(range(stored, 0, content.length)).isEqualTo(content);
        assertThat(gate.spoiled()).isEqualTo(2);

        gate.plan(new Fault.BreakOff(2_000_000));
        assertThat(wait(store.fetch(stored, folder))).hasBinaryContent(content);
    }

    @Test
    void readsAgainWhatWasDamagedOnTheWay() throws IOException {
        byte[] content = random(3_000_000);
        StoredObject stored = wait(store.put(KEY, Flux.just(ByteBuffer.wrap(content)), "video/mp4", content.length));
        gate.plan(new Fault.Flip(2_000_000));

        assertThat(wait(store.fetch(stored, folder))).hasBinaryContent(content);
        assertThat(gate.spoiled()).isEqualTo(1);
    }

    @Test
    void aReaderMayBeSlowerThanTheStoreIsPatient() {
        byte[] content = random(12_000_000);
        StoredObject stored = wait(store.put(KEY, Flux.just(ByteBuffer.wrap(content)), "video/mp4", content.length));

        try (S3Connection hasty =
                S3Connection.open(settings(gate.endpoint(), name, Duration.ofSeconds(2), 10), CREDENTIALS)) {
            Long read = hasty.objects()
                    .read(stored, 0, content.length)
                    .delayUntil(_ -> Mono.delay(Duration.ofMillis(2500)))
                    .map(piece -> (long) piece.remaining())
                    .reduce(0L, Long::sum)
                    .block(Duration.ofMinutes(2));

            assertThat(read).isEqualTo(content.length);
        }
    }

    @Test
    void presignedLinksLetTheStoreServeOneObjectInOneWay() throws Exception {
        StoredObject stored = wait(store.put(KEY, bytes("hello"), "video/mp4"));
        URI link = connection
                .links()
                .to(
                        stored,
                        new DirectLinks.Download(
                                "video/webm",
                                "attachment; filename=\"a.webm\"",
                                Instant.now().plusSeconds(60)));
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer =
                    http.send(HttpRequest.newBuilder(link).build(), HttpResponse.BodyHandlers.ofString());

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("hello");
            assertThat(answer.headers().firstValue("Content-Type")).contains("video/webm");
            assertThat(answer.headers().firstValue("Content-Disposition")).contains("attachment; filename=\"a.webm\"");
            for (String changed : List.of(
                    link.toString().replace("video-00003", "video-00004"),
                    link.toString().replace("webm", "html"),
                    link.toString().replaceAll("X-Amz-Expires=[0-9]+", "X-Amz-Expires=600"))) {
                assertThat(http.send(
                                        HttpRequest.newBuilder(URI.create(changed))
                                                .build(),
                                        HttpResponse.BodyHandlers.discarding())
                                .statusCode())
                        .as(changed)
                        .isEqualTo(403);
            }
        }
    }

    @Test
    void keepsToItsPrefix() {
        StoreSettings.S3 plain = settings(gate.endpoint(), name);
        StoreSettings.S3 inside = new StoreSettings.S3(
                plain.endpoint(),
                plain.region(),
                name,
                "rushes/",
                true,
                null,
                "default",
                plain.partSize(),
                2,
                8,
                plain.connectTimeout(),
                plain.answerTimeout(),
                plain.attempts());
        try (S3Connection other = S3Connection.open(inside, CREDENTIALS)) {
            StoredObject stored = wait(other.objects().put(KEY, bytes("hello"), "a/b"));

            assertThat(stored.key()).isEqualTo(KEY);
            assertThat(wait(other.objects().list("tenants").collectList()))
                    .hasSize(1)
                    .allSatisfy(found -> assertThat(found.key()).isEqualTo(KEY));
            assertThat(wait(store.find(KEY))).isEmpty();
            assertThat(wait(store.find("rushes/" + KEY))).isPresent();
        }
    }

    @Test
    void saysAtTheStartWhatIsWrong() throws IOException {
        assertThat(connection.check()).isSameAs(connection);
        assertThatThrownBy(() -> S3Connection.open(settings(gate.endpoint(), "rushes-of-nobody"), CREDENTIALS)
                        .check())
                .hasMessageContaining("rushes-of-nobody")
                .hasMessageContaining("there is none. Create it, or look at rushes.store.s3.bucket");
        var wrong = StaticCredentialsProvider.create(AwsBasicCredentials.create(S3Server.ACCESS_KEY, "wrong-secret"));
        assertThatThrownBy(() -> S3Connection.open(settings(gate.endpoint(), name), wrong)
                        .check())
                .hasMessageContaining("refused the credentials")
                .hasMessageNotContaining("wrong-secret");
        var missing = software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider.builder()
                .profileFile(software.amazon.awssdk.profiles.ProfileFile.builder()
                        .content(Files.writeString(folder.resolve("empty"), ""))
                        .type(software.amazon.awssdk.profiles.ProfileFile.Type.CREDENTIALS)
                        .build())
                .build();
        assertThatThrownBy(() -> S3Connection.open(settings(gate.endpoint(), name), missing)
                        .check())
                .hasMessageContaining("there are no credentials. Set AWS_ACCESS_KEY_ID");
    }

    /** Many times, because the client forgets a request for its first connection now and then, if it is refused at once. */
    @RepeatedTest(20)
    void saysAtTheStartThatNobodyAnswers() throws IOException {
        gate.close();
        try (S3Connection nobody = S3Connection.open(
                settings(gate.endpoint(), name, Duration.ofMillis(100), Duration.ofMinutes(5), 3), CREDENTIALS)) {
            assertThat(CompletableFuture.supplyAsync(nobody::check))
                    .failsWithin(PATIENCE)
                    .withThrowableThat()
                    .withMessageContaining("no answer came. Look at rushes.store.s3.endpoint");
        }
    }

    @Test
    void piecesGrowWithTheMostThatMayCome() {
        int mib = 1 << 20;
        assertThat(PieceSize.of(8 * mib, 1)).isEqualTo(8 * mib);
        assertThat(PieceSize.of(8 * mib, 10_000L * 8 * mib)).isEqualTo(8 * mib);
        assertThat(PieceSize.of(8 * mib, 10_000L * 8 * mib + 1)).isEqualTo(9 * mib);
        assertThat(PieceSize.of(8 * mib, Long.MAX_VALUE)).isEqualTo(64 * mib);
        assertThat(PieceSize.of(1, 1)).isEqualTo(5 * mib);
    }

    private Bucket bucket() {
        return connection.bucket();
    }

    private static StoreSettings.S3 settings(URI endpoint, String bucket) {
        return settings(endpoint, bucket, Duration.ofSeconds(60), 3);
    }

    private static StoreSettings.S3 settings(URI endpoint, String bucket, Duration answer, int attempts) {
        return settings(endpoint, bucket, Duration.ofSeconds(20), answer, attempts);
    }

    private static StoreSettings.S3 settings(
            URI endpoint, String bucket, Duration connect, Duration answer, int attempts) {
        return new StoreSettings.S3(
                endpoint,
                "us-east-1",
                bucket,
                "",
                true,
                null,
                "default",
                DataSize.ofMegabytes(8),
                2,
                8,
                connect,
                answer,
                attempts);
    }
}
