package dev.rushes.ingest.api;

import static dev.rushes.ingest.api.ApiServer.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.ledger.domain.Facts;
import dev.rushes.ingest.ledger.domain.JobFact;
import dev.rushes.ingest.progress.Seats;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventsTest {
    @TempDir
    static Path folder;

    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = ApiServer.start(folder, "rushes.api.streams.heartbeat=300ms");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aStreamBeginsWithASnapshotTellsEachLineOnceAndEndsWithTheRun() throws Exception {
        UUID id = UUID.randomUUID();
        List<JobFact> life = new Facts(id).life(3);
        server.happen(life.subList(0, 2));
        try (EventStream stream = open(id, "")) {
            assertThat(stream.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("text/event-stream");
            assertThat(stream.headers().firstValue("Cache-Control")).contains("no-store, no-transform");
            assertThat(stream.headers().firstValue("X-Accel-Buffering")).contains("no");
            EventStream.Event first = stream.next();
            assertThat(first.name()).isEqualTo("snapshot");
            assertThat(first.id()).isEqualTo("2");
            for (JobFact fact : life.subList(2, life.size())) {
                server.happen(List.of(fact));
            }
            List<EventStream.Event> rest = stream.rest();

            long version = json(server.get("/api/v1/jobs/" + id + "/logs"))
                    .path("entries")
                    .size();
            assertThat(numbers(rest))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(3, version).boxed().toList());
            assertThat(rest.getLast().name()).isEqualTo("end");
            assertThat(rest.getLast().data().path("state").asString()).isEqualTo("COMPLETED");
            assertThat(rest.stream()
                            .filter(event -> event.name().equals("progress"))
                            .map(EventStream.Event::id))
                    .allMatch(String::isEmpty);
        }
    }

    @Test
    void reconnectsMissNothingAndRepeatNothing() throws Exception {
        UUID id = UUID.randomUUID();
        List<JobFact> life = new Facts(id).life(6);
        server.happen(life.subList(0, 1));
        List<Long> numbers = new ArrayList<>();
        String last = "";
        int given = 1;
        while (last.isEmpty() || !isOver(id, last)) {
            try (EventStream stream = open(id, last)) {
                int until = Math.min(life.size(), given + 5);
                server.happen(life.subList(given, until));
                given = until;
                EventStream.Event event = stream.next();
                while (event.id().isEmpty()) {
                    event = stream.next();
                }
                last = event.id();
                numbers.add(Long.parseLong(last));
            }
        }
        long version =
                json(server.get("/api/v1/jobs/" + id + "/logs")).path("entries").size();
        assertThat(numbers)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, version).boxed().toList());
    }

    @Test
    void aStreamThatIsOpenShowsSignsOfLifeWhileTheDatabaseDoesNotAnswer() throws Exception {
        UUID id = UUID.randomUUID();
        server.happen(new Facts(id).life(2).subList(0, 2));
        try (EventStream stream = open(id, "")) {
            assertThat(stream.next().name()).isEqualTo("snapshot");
            try (AutoCloseable _ = server.locked("ledger.jobs")) {
                server.tellOfAChange(id);

                assertThat(CompletableFuture.supplyAsync(() -> TenantEventsTest.signsOfLife(stream, 30))
                                .get(60, TimeUnit.SECONDS))
                        .as("longer than one question may take")
                        .isEqualTo(30);
            }
        }
    }

    @Test
    void whoHasSeenTheEndIsToldNotToComeBack() throws Exception {
        UUID id = UUID.randomUUID();
        server.happen(new Facts(id).life(1));
        String last;
        try (EventStream stream = open(id, "")) {
            List<EventStream.Event> all = stream.rest();
            assertThat(all.stream().map(EventStream.Event::name)).containsExactly("snapshot", "end");
            last = all.getFirst().id();
        }

        assertThat(server.send(server.request("/api/v1/jobs/" + id + "/events").header("Last-Event-ID", last))
                        .statusCode())
                .isEqualTo(204);
        assertThat(server.get("/api/v1/jobs/" + id + "/events?lastEventId=" + last)
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void aPositionThatMakesNoSenseLeadsToAFreshStart() throws Exception {
        UUID id = UUID.randomUUID();
        server.happen(new Facts(id).life(1));
        for (String nonsense : List.of("999999", "-1", "abc", "9".repeat(400), "1; drop")) {
            try (EventStream stream = open(id, nonsense)) {
                assertThat(stream.rest().stream().map(EventStream.Event::name))
                        .as(nonsense)
                        .containsExactly("reset", "snapshot", "end");
            }
        }
    }

    @Test
    void aStreamWaitsForAJobThatHasJustBeenRequested() throws Exception {
        UUID id = UUID.randomUUID();
        var stream = server.http.sendAsync(request(id, ""), HttpResponse.BodyHandlers.ofInputStream());
        server.happen(List.of(new Facts(id).requested()));

        assertThat(stream.get().statusCode()).isEqualTo(200);
        stream.get().body().close();
        assertThat(server.get("/api/v1/jobs/" + UUID.randomUUID() + "/events").statusCode())
                .isEqualTo(404);
    }

    @Test
    void whileTheDatabaseDoesNotAnswerWhoComesBackWaitsAndMissesNothing() throws Exception {
        UUID id = UUID.randomUUID();
        List<JobFact> life = new Facts(id).life(3);
        server.happen(life.subList(0, life.size() - 1));
        CompletableFuture<HttpResponse<InputStream>> opening;
        try (AutoCloseable _ = server.locked("ledger.events")) {
            double before = askedAgain();
            opening = server.http.sendAsync(request(id, "1"), HttpResponse.BodyHandlers.ofInputStream());
            ApiTest.await("it has asked again", () -> askedAgain() > before);
        }
        server.happen(life.subList(life.size() - 1, life.size()));

        assertThat(opening.get().statusCode()).isEqualTo(200);
        try (EventStream stream = new EventStream(opening.get())) {
            long version = json(server.get("/api/v1/jobs/" + id + "/logs"))
                    .path("entries")
                    .size();
            assertThat(numbers(stream.rest()))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(2, version).boxed().toList());
        }
    }

    private static double askedAgain() {
        return server.context
                .getBean(MeterRegistry.class)
                .counter("rushes.api.streams.asked.again")
                .count();
    }

    @Test
    void aQuietStreamShowsThatItIsAlive() throws Exception {
        UUID id = UUID.randomUUID();
        server.happen(List.of(new Facts(id).requested()));
        try (EventStream stream = open(id, "")) {
            assertThat(stream.line(":")).startsWith(":");
        }
    }

    @Test
    void streamsThatAreClosedAreGone() throws Exception {
        UUID id = UUID.randomUUID();
        server.happen(List.of(new Facts(id).requested(), new Facts(id).started(FlowStage.UPLOAD)));
        Seats streams = server.context.getBean(Seats.class);
        List<EventStream> open = new ArrayList<>();
        for (int count = 0; count < 20; count++) {
            open.add(open(id, ""));
        }
        ApiTest.await("all are open", () -> streams.count() >= 20);
        for (EventStream stream : open) {
            stream.close();
        }
        ApiTest.await("all are gone", () -> streams.count() == 0);
    }

    /** Whether a reconnect after that line is told not to come back. */
    private static boolean isOver(UUID id, String last) throws IOException, InterruptedException {
        HttpResponse<InputStream> answer =
                server.http.send(request(id, last), HttpResponse.BodyHandlers.ofInputStream());
        answer.body().close();
        return answer.statusCode() == 204;
    }

    private static List<Long> numbers(List<EventStream.Event> events) {
        return events.stream()
                .filter(event -> event.name().equals("event"))
                .map(event -> Long.parseLong(event.id()))
                .toList();
    }

    private static HttpRequest request(UUID id, String last) {
        HttpRequest.Builder request = server.request("/api/v1/jobs/" + id + "/events");
        return last.isEmpty()
                ? request.build()
                : request.header("Last-Event-ID", last).build();
    }

    private static EventStream open(UUID id, String last) throws IOException, InterruptedException {
        HttpResponse<InputStream> response =
                server.http.send(request(id, last), HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.statusCode()).isEqualTo(200);
        return new EventStream(response);
    }
}
