package dev.rushes.ingest.api;

import static dev.rushes.ingest.api.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.ingest.ledger.TestDatabase;
import dev.rushes.ingest.ledger.domain.Facts;
import dev.rushes.ingest.ledger.domain.JobFact;
import dev.rushes.ingest.ledger.domain.JobFact.Level;
import dev.rushes.ingest.progress.Seats;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All jobs of a tenant on one stream, from two instances that share a database. */
@Timeout(60)
class TenantEventsTest {
    private static final String EVENTS = "/api/v1/events";
    private static final int MOST = 8;
    private static final int BACKLOG = 64;

    @TempDir
    static Path folder;

    private static ApiServer one;
    private static ApiServer two;

    @BeforeAll
    static void start() {
        List<String> database = TestDatabase.create();
        String[] settings = {
            "rushes.api.streams.heartbeat=300ms",
            "rushes.api.streams.per-caller=" + MOST,
            "rushes.api.streams.backlog=" + BACKLOG
        };
        one = ApiServer.start(folder, database, settings);
        two = ApiServer.start(folder, database, settings);
    }

    @AfterAll
    static void stop() {
        one.close();
        two.close();
    }

    @Test
    void aStreamBeginsWithTheJobsUnderWayAndTellsEachLineOfEachJobOnce() throws Exception {
        UUID first = UUID.randomUUID();
        UUID second = UUID.randomUUID();
        List<JobFact> lives = mixed(new Facts(first).life(2), new Facts(second).life(3));
        one.happen(lives.subList(0, 1));
        try (EventStream stream = open(one, "", "")) {
            assertThat(stream.headers().firstValue("Cache-Control")).contains("no-store, no-transform");
            EventStream.Event snapshot = stream.next();
            assertThat(snapshot.name()).isEqualTo("snapshot");
            assertThat(snapshot.id()).matches("[0-9a-f]{8}-\\d+");
            assertThat(snapshot.data().path("jobs").valueStream().map(job -> job.path("jobId")
                            .asString()))
                    .contains(first.toString())
                    .doesNotContain(second.toString());

            for (JobFact fact : lives.subList(1, lives.size())) {
                one.happen(List.of(fact));
            }
            List<EventStream.Event> told = linesUntilBothAreDone(stream, first, second);

            assertThat(position(told.getFirst())).isEqualTo(position(snapshot) + 1);
            assertThat(sequences(told, first)).containsExactlyElementsOf(numbers(2, version(first)));
            assertThat(sequences(told, second)).containsExactlyElementsOf(numbers(1, version(second)));
        }
    }

    @Test
    void progressIsToldWithoutANumberAndHowAJobEndsIsToldToo() throws Exception {
        UUID job = UUID.randomUUID();
        one.happen(List.of(new Facts(job).requested()));
        try (EventStream stream = open(two, "?job=" + job, "")) {
            assertThat(stream.next().name()).isEqualTo("snapshot");
            List<JobFact> life = new Facts(job).life(1);
            one.happen(life.subList(1, life.size()));
            EventStream.Event event = stream.next();
            while (!event.name().equals("progress")
                    || !event.data().path("state").asString().equals("COMPLETED")) {
                assertThat(event.id().isEmpty()).isEqualTo(event.name().equals("progress"));
                event = stream.next();
            }
            assertThat(event.id()).isEmpty();
            assertThat(event.data().path("jobId").asString()).isEqualTo(job.toString());
            assertThat(event.data().path("progress").path("overall").asDouble()).isEqualTo(100);
        }
    }

    @Test
    void howAJobEndsIsToldToWhoHeardNothingOfItBecauseTheConnectionThatHearsOfChangesWasLost() throws Exception {
        UUID job = UUID.randomUUID();
        List<JobFact> life = new Facts(job).life(1);
        one.happen(life.subList(0, 1));
        try (EventStream stream = open(two, "?job=" + job, "")) {
            assertThat(stream.next().name()).isEqualTo("snapshot");
            two.loseSignals();
            one.happen(life.subList(1, life.size()));

            EventStream.Event event = stream.next();
            while (!event.data().path("state").asString().equals("COMPLETED")) {
                event = stream.next();
            }
            assertThat(event.name()).isEqualTo("progress");
        }
    }

    @Test
    void whoComesBackOnWhateverInstanceHasMissedNothingAndHearsNothingTwice() throws Exception {
        UUID job = UUID.randomUUID();
        List<JobFact> life = new Facts(job).life(6);
        one.happen(life.subList(0, 1));
        String place;
        List<Long> heard = new ArrayList<>();
        try (EventStream stream = open(one, "?job=" + job, "")) {
            EventStream.Event snapshot = stream.next();
            place = snapshot.id();
            heard.add(snapshot.data().path("jobs").path(0).path("seq").asLong());
        }
        int given = 1;
        while (given < life.size()) {
            ApiServer instance = given % 2 == 0 ? one : two;
            int until = Math.min(life.size(), given + 3);
            // Some happen while nobody looks on, the last while somebody does.
            one.happen(life.subList(given, until - 1));
            try (EventStream stream = open(instance, "?job=" + job, place)) {
                one.happen(life.subList(until - 1, until));
                given = until;
                while (heard.getLast() < version(job)) {
                    EventStream.Event event = stream.next();
                    assertThat(event.name()).isNotEqualTo("reset");
                    if (event.name().equals("event")) {
                        heard.add(event.data().path("seq").asLong());
                    }
                    place = event.id().isEmpty() ? place : event.id();
                }
            }
        }
        assertThat(heard).containsExactlyElementsOf(numbers(1, version(job)));
    }

    @Test
    void whoWantsOneJobHearsOfNoOtherButIsNotLeftBehind() throws Exception {
        UUID wanted = UUID.randomUUID();
        UUID other = UUID.randomUUID();
        Facts facts = new Facts(wanted);
        one.happen(List.of(facts.requested()));
        try (EventStream stream = open(one, "?job=" + wanted, "")) {
            EventStream.Event snapshot = stream.next();
            assertThat(snapshot.data().path("jobs").size()).isEqualTo(1);
            one.happen(new Facts(other).life(2));
            long end = position(snapshot) + version(other);
            String id = stream.line("id:");
            while (Long.parseLong(id.substring(id.indexOf('-') + 1)) < end) {
                id = stream.line("id:");
            }
            one.happen(List.of(facts.noted(Level.INFO, "at last")));
            EventStream.Event line = stream.next();
            assertThat(line.data().path("jobId").asString()).isEqualTo(wanted.toString());
            while (line.name().equals("progress")) {
                line = stream.next();
                assertThat(line.data().path("jobId").asString()).isEqualTo(wanted.toString());
            }
            assertThat(position(line)).isEqualTo(end + 1);
        }
        assertThat(one.get(EVENTS + "?job=nonsense").statusCode()).isEqualTo(404);
        assertThat(one.get(EVENTS + "?job=" + wanted + ("&job=" + wanted).repeat(50))
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void aPlaceThatMakesNoSenseLeadsToAFreshStart() throws Exception {
        String good;
        try (EventStream stream = open(one, "", "")) {
            good = stream.next().id();
        }
        String epoch = good.substring(0, good.indexOf('-'));
        for (String nonsense :
                List.of("1", "abc", "00000000-0", epoch + "-999999999", epoch + "--1", "9".repeat(400))) {
            try (EventStream stream = open(one, "", nonsense)) {
                assertThat(stream.next().name()).as(nonsense).isEqualTo("reset");
                assertThat(stream.next().name()).as(nonsense).isEqualTo("snapshot");
            }
        }
    }

    @Test
    void whileTheDatabaseDoesNotAnswerAStreamAsksAgainAndBeginsWhenItDoes() throws Exception {
        UUID job = UUID.randomUUID();
        Facts facts = new Facts(job);
        one.happen(List.of(facts.requested()));
        // One that was open before, so that nobody waits for the tenant's place.
        try (EventStream other = open(two, "", "")) {
            assertThat(other.next().name()).isEqualTo("snapshot");
            CompletableFuture<HttpResponse<InputStream>> opening;
            try (AutoCloseable _ = two.locked("ledger.jobs")) {
                double before = askedAgain();
                opening = two.http.sendAsync(
                        two.request(EVENTS + "?job=" + job).build(), HttpResponse.BodyHandlers.ofInputStream());
                ApiTest.await("it has asked again", () -> askedAgain() > before);
            }

            assertThat(opening.get().statusCode()).isEqualTo(200);
            try (EventStream stream = new EventStream(opening.get())) {
                assertThat(stream.next().name()).isEqualTo("snapshot");
                one.happen(List.of(facts.noted(Level.INFO, "on it goes")));
                EventStream.Event next = stream.next();
                // How the job stood before may be told only now.
                while (next.name().equals("progress")) {
                    next = stream.next();
                }
                assertThat(next.data().path("message").asString()).isEqualTo("on it goes");
            }
        }
    }

    @Test
    void aStreamThatIsOpenShowsSignsOfLifeWhileTheDatabaseDoesNotAnswer() throws Exception {
        UUID job = UUID.randomUUID();
        Facts facts = new Facts(job);
        one.happen(List.of(facts.requested()));
        try (EventStream stream = open(two, "", "")) {
            assertThat(stream.next().name()).isEqualTo("snapshot");
            try (AutoCloseable _ = two.locked("ledger.heads, ledger.news")) {
                // Whoever hears of a change asks, and gets no answer.
                two.tellOfAChange(job);

                assertThat(CompletableFuture.supplyAsync(() -> signsOfLife(stream, 30))
                                .get(60, TimeUnit.SECONDS))
                        .as("longer than one question may take")
                        .isEqualTo(30);
            }
            one.happen(List.of(facts.noted(Level.INFO, "on it goes")));
            EventStream.Event next = stream.next();
            while (next.name().equals("progress")) {
                next = stream.next();
            }
            assertThat(next.data().path("message").asString()).isEqualTo("on it goes");
        }
    }

    @Test
    void aStreamThatIsOpenedWhileTheDatabaseDoesNotAnswerSaysSoAndBeginsWhenItDoes() throws Exception {
        UUID job = UUID.randomUUID();
        one.happen(List.of(new Facts(job).requested()));
        AutoCloseable lock = two.locked("ledger.heads, ledger.news, ledger.jobs");
        try (EventStream stream = open(two, "?job=" + job, "")) {
            assertThat(stream.line("retry:")).isEqualTo("retry:2000");
            assertThat(stream.line(":")).isEqualTo(":the ledger does not answer yet");
            assertThat(signsOfLife(stream, 3)).isEqualTo(3);
            lock.close();
            assertThat(stream.next().name()).isEqualTo("snapshot");
        } finally {
            lock.close();
        }
    }

    static int signsOfLife(EventStream stream, int signs) {
        try {
            for (int sign = 0; sign < signs; sign++) {
                String unused = stream.line(":still here");
            }
            return signs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double askedAgain() {
        return two.context
                .getBean(MeterRegistry.class)
                .counter("rushes.api.streams.asked.again")
                .count();
    }

    @Test
    void aReaderThatDoesNotReadIsOvertakenAndToldToBeginAnewWhenItReads() throws Exception {
        UUID job = UUID.randomUUID();
        Facts facts = new Facts(job);
        one.happen(List.of(facts.requested()));
        try (Socket slow = new Socket()) {
            slow.setReceiveBufferSize(1 << 16);
            slow.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), one.address("/").getPort()));
            slow.setSoTimeout(20_000);
            slow.getOutputStream()
                    .write(("GET " + EVENTS + "?job=" + job + " HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String beginning = read(slow.getInputStream(), "event:snapshot");
            assertThat(beginning).contains("200 OK");
            String sentence = "x".repeat(4_000);
            for (int batch = 0; batch < 30; batch++) {
                List<JobFact> notes = new ArrayList<>();
                for (int note = 0; note < 100; note++) {
                    notes.add(facts.noted(Level.INFO, sentence));
                }
                one.happen(notes);
            }

            String seen = read(slow.getInputStream(), "event:reset");
            one.happen(List.of(facts.noted(Level.INFO, "the last words")));
            seen += read(slow.getInputStream(), "the last words");
            List<Long> places = seen.lines()
                    .filter(line -> line.startsWith("id:"))
                    .map(line -> Long.parseLong(line.substring(line.indexOf('-') + 1)))
                    .toList();
            assertThat(places).isSorted();
            assertThat(seen.length()).as("most was never sent").isLessThan(3_000 * 4_000 * 2 / 3);
            MeterRegistry meters = one.context.getBean(MeterRegistry.class);
            assertThat(meters.counter("rushes.api.streams.overtaken").count()).isPositive();
            assertThat(meters.counter("rushes.api.streams.resets").count()).isPositive();
        }
    }

    @Test
    void aCallerHasOnlySoManyStreamsAndEachThatIsClosedMakesRoom() throws Exception {
        Seats seats = two.context.getBean(Seats.class);
        ApiTest.await("those of other tests are gone", () -> seats.count() == 0);
        List<EventStream> open = new ArrayList<>();
        for (int count = 0; count < MOST; count++) {
            open.add(open(two, "", ""));
        }
        HttpResponse<String> refused = two.get(EVENTS);
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(json(refused).path("code").asString()).isEqualTo("TOO_MANY_STREAMS");
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();

        for (EventStream stream : open) {
            stream.close();
        }
        ApiTest.await("all are gone", () -> seats.count() == 0);
        open(two, "", "").close();
    }

    /** What is read until a text has come. */
    private static String read(InputStream in, String until) throws IOException {
        StringBuilder seen = new StringBuilder();
        byte[] block = new byte[1 << 16];
        // Signs of life come all the time, so a silence would not show that the text never comes.
        long end = System.nanoTime() + Duration.ofSeconds(40).toNanos();
        while (seen.indexOf(until, Math.max(0, seen.length() - block.length - until.length())) < 0) {
            int count = in.read(block);
            assertThat(count).as("the stream goes on").isPositive();
            assertThat(System.nanoTime())
                    .as("%s comes, after %d characters without", until, seen.length())
                    .isLessThan(end);
            seen.append(new String(block, 0, count, StandardCharsets.UTF_8));
        }
        return seen.toString();
    }

    private static List<EventStream.Event> linesUntilBothAreDone(EventStream stream, UUID first, UUID second)
            throws IOException {
        Set<String> open = new LinkedHashSet<>(List.of(first.toString(), second.toString()));
        List<EventStream.Event> lines = new ArrayList<>();
        while (!open.isEmpty()) {
            EventStream.Event event = stream.next();
            if (event.name().equals("event")) {
                lines.add(event);
                if (event.data().path("type").asString().equals("job.completed")) {
                    open.remove(event.data().path("jobId").asString());
                }
            }
        }
        return lines;
    }

    private static List<JobFact> mixed(List<JobFact> one, List<JobFact> other) {
        List<JobFact> mixed = new ArrayList<>();
        for (int at = 0; at < Math.max(one.size(), other.size()); at++) {
            mixed.addAll(one.subList(Math.min(at, one.size()), Math.min(at + 1, one.size())));
            mixed.addAll(other.subList(Math.min(at, other.size()), Math.min(at + 1, other.size())));
        }
        return mixed;
    }

    private static List<Long> sequences(List<EventStream.Event> lines, UUID job) {
        return lines.stream()
                .filter(line -> line.data().path("jobId").asString().equals(job.toString()))
                .map(line -> line.data().path("seq").asLong())
                .toList();
    }

    private static List<Long> numbers(long from, long to) {
        return java.util.stream.LongStream.rangeClosed(from, to).boxed().toList();
    }

    private static long version(UUID job) {
        return json(one.get("/api/v1/jobs/" + job + "/logs")).path("entries").size();
    }

    private static long position(EventStream.Event event) {
        return Long.parseLong(event.id().substring(event.id().indexOf('-') + 1));
    }

    private static EventStream open(ApiServer instance, String query, String place) throws Exception {
        HttpRequest.Builder request = instance.request(EVENTS + query);
        HttpResponse<InputStream> response = instance.http.send(
                place.isEmpty()
                        ? request.build()
                        : request.header("Last-Event-ID", place).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return new EventStream(response);
    }
}
