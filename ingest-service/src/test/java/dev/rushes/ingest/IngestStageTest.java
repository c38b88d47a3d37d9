package dev.rushes.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.flow.Recipe;
import dev.rushes.ingest.domain.AddressRule;
import dev.rushes.ingest.domain.Caption;
import dev.rushes.ingest.domain.Footage;
import dev.rushes.ingest.domain.Request;
import dev.rushes.ingest.domain.RequestRules;
import dev.rushes.ingest.domain.StoredMedia;
import dev.rushes.ingest.domain.UrlRule;
import dev.rushes.ingest.domain.Wishes;
import dev.rushes.ingest.generation.PromptFootage;
import dev.rushes.ingest.source.SourceFailure;
import dev.rushes.ingest.source.UploadedFootage;
import dev.rushes.ingest.source.UrlFootage;
import dev.rushes.ingest.source.UrlPolicy;
import dev.rushes.ingest.source.UrlTimeouts;
import dev.rushes.media.ffmpeg.MediaFailure;
import dev.rushes.media.store.JobKeys;
import dev.rushes.media.testkit.Clip;
import dev.rushes.media.testkit.MediaFixture;
import dev.rushes.media.value.StoredObject;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.JobOptions;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.StageFailure;
import dev.rushes.runtime.testkit.RecordingContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** The stage with real footage, a real store, a real ffmpeg and a real web server. */
class IngestStageTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MediaFixture media;
    private final List<JobTicket> announced = new CopyOnWriteArrayList<>();
    private final List<UUID> erased = new CopyOnWriteArrayList<>();
    private final JobTicket ticket = RecordingContext.ticket(Recipe.HIGHLIGHTS, JobOptions.DEFAULTS);
    private final JobKeys keys = new JobKeys(ticket.tenant(), ticket.jobId());
    private final RecordingContext<StoredMedia> job = RecordingContext.firstTry(ticket);
    private final AtomicInteger requests = new AtomicInteger();
    private IngestStage stage;
    private Optional<DisposableServer> server = Optional.empty();

    IngestStageTest(@TempDir Path folder) throws SSLException {
        media = new MediaFixture(folder);
        stage = stage(443);
    }

    @AfterEach
    void stopServer() {
        server.ifPresent(running -> running.disposeNow(Duration.ofSeconds(5)));
    }

    @Test
    void uploadedFootageIsLookedAtAndRemembered() {
        StoredObject upload = upload(media.footage().shots());

        StoredMedia fact = done(handle(uploaded(upload.key(), "holiday.mp4")));

        assertThat(fact.media().key()).isEqualTo(keys.source());
        assertThat(fact.media().sha256()).isEqualTo(upload.sha256());
        assertThat(fact.media().contentType()).isEqualTo("video/mp4");
        assertThat(fact.filename()).contains("holiday.mp4");
        assertThat(fact.info().video().orElseThrow().codec()).isEqualTo("h264");
        assertThat(fact.info().audio().orElseThrow().codec()).isEqualTo("aac");
        assertThat(media.store().find(keys.sourceManifest()).block(PATIENCE)).isPresent();
        assertThat(announced).containsExactly(ticket);
    }

    @Test
    void aJobThatHasBeenErasedIsNotBegunAnew() {
        StoredObject upload = upload(media.footage().shots());
        erased.add(ticket.jobId());

        Outcome<StoredMedia> outcome = handle(uploaded(upload.key(), "holiday.mp4"));

        assertThat(outcome).isEqualTo(Outcome.absorbed("the job has been erased"));
        assertThat(announced).isEmpty();
        assertThat(media.store().find(keys.sourceManifest()).block(PATIENCE)).isEmpty();
    }

    @Test
    void aRepeatNeitherProbesNorStoresAgainAndGivesTheSameFact() {
        StoredObject upload = upload(media.footage().shots());
        Request request = uploaded(upload.key(), "holiday.mp4");
        StoredMedia first = done(handle(request));
        long probes = media.ffprobeStarts();
        long decodes = media.ffmpegStarts();

        Outcome<StoredMedia> again = handle(request);

        assertThat(again).isEqualTo(Outcome.repeated(List.of(first)));
        assertThat(media.ffprobeStarts()).isEqualTo(probes);
        assertThat(media.ffmpegStarts()).isEqualTo(decodes);
        assertThat(announced).as("told again, with the same identifier").hasSize(2);
    }

    @Test
    void aManifestWithoutItsBytesCountsForNothing() {
        StoredObject upload = upload(media.footage().shots());
        Request request = uploaded(upload.key(), "holiday.mp4");
        StoredMedia first = done(handle(request));
        var _ = media.store().delete(keys.source()).block(PATIENCE);
        StoredObject other = upload(media.footage().audioOnly());

        StoredMedia second = done(handle(request));

        assertThat(second.media().sha256())
                .isEqualTo(other.sha256())
                .isNotEqualTo(first.media().sha256());
        assertThat(second.info().video()).isEmpty();
    }

    @Test
    void aManifestThatCanNotBeReadCountsForNothing() {
        StoredObject upload = upload(media.footage().audioOnly());
        var _ = media.store()
                .put(keys.sourceManifest(), "{\"version\":1".getBytes(StandardCharsets.UTF_8), "application/json")
                .block(PATIENCE);

        assertThat(done(handle(uploaded(upload.key(), "talk.m4a"))).media().contentType())
                .isEqualTo("audio/mp4");
    }

    @Test
    void footageOfAnotherJobOfTheTenantIsCopied() throws IOException {
        String elsewhere = "tenants/" + ticket.tenant() + "/jobs/earlier/source/original";
        Path file = media.footage().audioOnly().file();
        var _ = media.store()
                .put(elsewhere, Files.readAllBytes(file), "application/octet-stream")
                .block(PATIENCE);

        StoredMedia fact = done(handle(uploaded(elsewhere, "talk.m4a")));

        assertThat(fact.media().key()).isEqualTo(keys.source());
        assertThat(media.store().find(elsewhere).block(PATIENCE)).isPresent();
    }

    @Test
    void footageBehindAnAddressIsFetchedOnceAndLookedAt() throws IOException {
        byte[] film = Files.readAllBytes(media.footage().shotsMkv().file());
        Request request = behind(serve(film));

        StoredMedia fact = done(handle(request));
        Outcome<StoredMedia> again = handle(request);

        assertThat(fact.media().size()).isEqualTo(film.length);
        assertThat(fact.media().contentType()).isEqualTo("video/x-matroska");
        assertThat(job.progress().getLast().done()).isEqualTo(film.length);
        assertThat(again).isEqualTo(Outcome.repeated(List.of(fact)));
        assertThat(requests).hasValue(1);
    }

    @Test
    void fetchedFootageThatIsNoGoodIsNotKept() throws IOException {
        Request request = behind(serve("<html>Please log in</html>".getBytes(StandardCharsets.UTF_8)));

        Failure failure = failed(handle(request));

        assertThat(failure.code()).isEqualTo(MediaFailure.MEDIA_NOT_RECOGNIZED);
        assertThat(media.store().find(keys.source()).block(PATIENCE)).isEmpty();
        assertThat(media.store().find(keys.sourceManifest()).block(PATIENCE)).isEmpty();
    }

    @Test
    void aRequestThatCanNotBeServedIsToldAndFailsWithAReason() {
        Request request = new Request(
                ticket.jobId(),
                ticket.tenant(),
                1,
                "lowlights",
                new Footage.Upload("x", Optional.empty()),
                plain(),
                caption());

        Failure failure = failed(handle(request));

        assertThat(failure.code()).isEqualTo(IngestFailure.REQUEST_INVALID);
        assertThat(failure.message()).contains("highlights, analyze", "\"lowlights\"", "uploadKey");
        assertThat(announced).hasSize(1);
        assertThat(media.ffprobeStarts()).isZero();
    }

    @Test
    void anUploadThatIsNotThereFailsTheJob() {
        assertThat(failed(handle(uploaded(keys.source(), "gone.mp4"))).code()).isEqualTo(SourceFailure.SOURCE_MISSING);
    }

    @ParameterizedTest
    @MethodSource
    void aFileThatIsNoFootageFailsTheJobWithASentence(String what, byte[] bytes, MediaFailure expected) {
        var _ = media.store().put(keys.source(), bytes, "video/mp4").block(PATIENCE);

        Failure failure = failed(handle(uploaded(keys.source(), what)));

        assertThat(failure.code()).isEqualTo(expected);
        assertThat(failure.message()).startsWith("Expected ").doesNotContain("/tmp", "objects", "Exception");
        assertThat(media.store().find(keys.sourceManifest()).block(PATIENCE)).isEmpty();
    }

    static Stream<Object[]> aFileThatIsNoFootageFailsTheJobWithASentence() {
        return Stream.of(
                file("nothing", "", MediaFailure.MEDIA_EMPTY),
                file("page.mp4", "<html><body>hello</body></html>", MediaFailure.MEDIA_NOT_RECOGNIZED),
                file("playlist.mp4", "#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n", MediaFailure.MEDIA_NOT_RECOGNIZED),
                file("concat.mp4", "ffconcat version 1.0\nfile /etc/passwd\n", MediaFailure.MEDIA_NOT_RECOGNIZED),
                file("text.ogv", "this is not a film at all, only words", MediaFailure.MEDIA_NOT_RECOGNIZED),
                file("archive.mp4", "PK\u0003\u0004 zipped", MediaFailure.MEDIA_NOT_RECOGNIZED),
                file("half.mp4", "\0\0\0\u0018ftypisom\0\0\2\0isomiso2", MediaFailure.MEDIA_NOT_RECOGNIZED));
    }

    @Test
    void whatIsOddAboutFootageIsNotedForThePerson() throws IOException {
        byte[] whole = Files.readAllBytes(media.footage().shotsIndexFirst().file());
        byte[] cutOff = Arrays.copyOf(whole, whole.length * 2 / 3);
        var _ = media.store().put(keys.source(), cutOff, "video/mp4").block(PATIENCE);

        StoredMedia fact = done(handle(uploaded(keys.source(), "cut-off.mp4")));

        assertThat(job.notes()).hasSameSizeAs(fact.info().warnings()).allMatch(note -> note.startsWith("WARNING "));
    }

    private Outcome<StoredMedia> handle(Request request) {
        return stage.handle(request, job)
                .onErrorResume(StageFailure.class, failure -> Mono.just(Outcome.failed(failure.failure())))
                .blockOptional(PATIENCE)
                .orElseThrow();
    }

    private static StoredMedia done(Outcome<StoredMedia> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done<StoredMedia>) outcome).facts().getFirst();
    }

    private static Failure failed(Outcome<StoredMedia> outcome) {
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed<StoredMedia>) outcome).failure();
    }

    private StoredObject upload(Clip clip) {
        try {
            return media.store()
                    .put(keys.source(), Files.readAllBytes(clip.file()), "application/octet-stream")
                    .blockOptional(PATIENCE)
                    .orElseThrow();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private Request uploaded(String key, String filename) {
        return request(new Footage.Upload(key, Optional.of(filename)));
    }

    private Request behind(String address) {
        return request(new Footage.Url(address, Optional.empty()));
    }

    private Request request(Footage footage) {
        return new Request(ticket.jobId(), ticket.tenant(), 1, "highlights", footage, plain(), caption());
    }

    private static Wishes plain() {
        return new Wishes(Optional.empty(), Optional.empty(), 720, "local", Map.of());
    }

    private static Caption caption() {
        return new Caption(Optional.empty(), Map.of());
    }

    private static Object[] file(String name, String content, MediaFailure expected) {
        return new Object[] {name, content.getBytes(StandardCharsets.ISO_8859_1), expected};
    }

    private String serve(byte[] body) throws SSLException {
        DisposableServer running = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle((_, answer) -> {
                    requests.incrementAndGet();
                    return answer.sendByteArray(Mono.just(body));
                })
                .bindNow(Duration.ofSeconds(10));
        server = Optional.of(running);
        stage = stage(running.port());
        return "http://media.lab:" + running.port() + "/film";
    }

    private IngestStage stage(int port) throws SSLException {
        UrlRule urls = new UrlRule(true, Set.of(port), true);
        UrlPolicy policy = new UrlPolicy(
                urls,
                new AddressRule(true, Set.of()),
                new UrlTimeouts(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20)),
                DataSize.ofMegabytes(64),
                3,
                Duration.ofHours(1),
                Duration.ofHours(1));
        Sources sources = new Sources(
                new UploadedFootage(media.store(), DataSize.ofMegabytes(64)),
                new UrlFootage(
                        policy,
                        _ -> Mono.just(List.of(InetAddress.ofLiteral("127.0.0.1"))),
                        media.store(),
                        SslContextBuilder.forClient().build(),
                        Clock.systemUTC()),
                PromptFootage.closed());
        return new IngestStage(
                (_, job) -> Mono.just(erased.contains(job)),
                (_, told) -> Mono.fromRunnable(() -> announced.add(told)),
                new RequestRules(Duration.ofMinutes(30), urls),
                sources,
                new Inspection(media.store(), media.workFolders(), media.probe()::probe),
                media.store());
    }
}
