package dev.rushes.ingest.api;

import dev.rushes.ingest.ledger.LedgerProjector;
import dev.rushes.ingest.ledger.domain.Facts;
import dev.rushes.ingest.ledger.domain.JobFact;
import dev.rushes.ingest.ledger.domain.JobFact.Level;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Scanner;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** The server of {@link StreamCampaign}: the API, and beside it what WebFlux's own documentation would do. Told what to do on its standard input. */
final class StreamCampaignServer {
    /** Said when it serves, with its port. */
    static final String READY = "ready ";

    private StreamCampaignServer() {}

    @Configuration(proxyBeanMethods = false)
    static class WithPeer {
        @Bean
        Peer peer() {
            return new Peer();
        }
    }

    /** A sink, an encoder for each subscriber, a heartbeat. */
    @RestController
    static final class Peer {
        static final String PATH = Addresses.JOBS + "/peer/plain";

        private final Sinks.Many<ServerSentEvent<Object>> sink =
                Sinks.many().multicast().directBestEffort();

        @GetMapping(path = PATH, produces = MediaType.TEXT_EVENT_STREAM_VALUE)
        Flux<ServerSentEvent<Object>> events() {
            return Flux.merge(
                    Flux.just(ServerSentEvent.<Object>builder(Map.of("jobs", List.of(), "more", false))
                            .event("snapshot")
                            .build()),
                    sink.asFlux().onBackpressureBuffer(256),
                    Flux.interval(Duration.ofSeconds(15)).map(_ -> ServerSentEvent.builder()
                            .comment("still here")
                            .build()));
        }

        void tell(UUID job, long number, String message) {
            LogLine line = new LogLine(
                    number,
                    Instant.now(),
                    "job.stage.noted",
                    Level.INFO,
                    1,
                    Optional.of("split"),
                    Optional.empty(),
                    1,
                    message,
                    Optional.empty(),
                    Optional.empty());
            Sinks.EmitResult unused = sink.tryEmitNext(ServerSentEvent.<Object>builder(new NewsJson.Line(job, line))
                    .id("12345678-" + number)
                    .event("event")
                    .build());
        }
    }

    /** {@code FOLDER JOBS SETTING...} */
    public static void main(String[] arguments) {
        List<String> settings = Arrays.asList(arguments).subList(2, arguments.length);
        ConfigurableApplicationContext context = ApiServer.run(
                Path.of(arguments[0]), List.of(), List.of(WithPeer.class), settings.toArray(String[]::new));
        LedgerProjector projector = context.getBean(LedgerProjector.class);
        Peer peer = context.getBean(Peer.class);
        List<Facts> jobs = Stream.generate(() -> new Facts(UUID.randomUUID()))
                .limit(Integer.parseInt(arguments[1]))
                .toList();
        List<JobFact> requests = jobs.stream().map(Facts::requested).toList();
        projector.apply(requests).block();
        System.out.println(READY + context.getEnvironment().getProperty("local.server.port") + " "
                + requests.stream()
                        .map(request -> request.subject().jobId().toString())
                        .collect(Collectors.joining(" ")));
        try (Scanner orders = new Scanner(System.in)) {
            while (orders.hasNextLine()) {
                String[] order = orders.nextLine().split(" ");
                switch (order[0]) {
                    case "ours" ->
                        paced(order, number -> projector
                                .apply(List.of(jobs.get((int) (number % jobs.size()))
                                        .noted(Level.INFO, "t=" + System.nanoTime() + ".")))
                                .block());
                    case "peer" ->
                        paced(
                                order,
                                number -> peer.tell(
                                        requests.get((int) (number % jobs.size()))
                                                .subject()
                                                .jobId(),
                                        number,
                                        "t=" + System.nanoTime() + "."));
                    default -> {}
                }
                System.out.println(heap() + " " + cpu());
            }
        }
        context.close();
    }

    /** {@code WHAT LINES MILLISECONDS}. */
    private static void paced(String[] order, LongConsumer what) {
        long begin = System.nanoTime();
        for (long number = 0; number < Long.parseLong(order[1]); number++) {
            long due = begin + number * Long.parseLong(order[2]) * 1_000_000;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            what.accept(number);
        }
        // Counting stops every thread; the last line shall be out before.
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
    }

    private static long cpu() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    /** Bytes that live. */
    private static long heap() {
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
