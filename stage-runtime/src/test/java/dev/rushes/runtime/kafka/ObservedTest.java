package dev.rushes.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.rushes.runtime.stage.CommonFailure;
import dev.rushes.runtime.stage.Failure;
import dev.rushes.runtime.stage.JobTicket;
import dev.rushes.runtime.stage.Outcome;
import dev.rushes.runtime.stage.StageContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.logback.StructuredLogEncoder;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** What can be seen of a record on its way: one trace over all tries, and its fields on every line of the log. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ObservedTest {
    private static final org.slf4j.Logger STAGE_LOG = LoggerFactory.getLogger("dev.rushes.test.stage");
    private static final Pattern TRACEPARENT = Pattern.compile("00-([0-9a-f]{32})-([0-9a-f]{16})-01");

    private final Lines lines = new Lines();
    private Bench bench;
    private Probe probe = new Probe();

    @BeforeAll
    void startBroker(@TempDir Path folder) {
        bench = new Bench(folder);
        lines.setContext((LoggerContext) LoggerFactory.getILoggerFactory());
    }

    @BeforeEach
    void newProbe() {
        probe = new Probe();
        lines.all.clear();
    }

    @AfterEach
    void stopInstances() {
        bench.stopInstances();
        boolean unused = logger().detachAppender(lines);
    }

    @AfterAll
    void stopBroker() {
        bench.close();
    }

    @Test
    void all_tries_of_a_record_are_spans_of_one_trace_each_the_child_of_the_one_before() {
        probe.on("hopeless", job -> Mono.just(failed()));
        instance();
        JobTicket job = Probe.ticket();
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
        String first = "00-" + trace + "-00f067aa0ba902b7-01";
        bench.traced(job, "hopeless", first);

        await().atMost(Bench.PATIENCE)
                .untilAsserted(() -> assertThat(bench.story(job.jobId())).contains("FAILED"));
        await().atMost(Bench.PATIENCE).untilAsserted(() -> assertThat(bench.read("rushes.control", job.jobId()))
                .hasSize(1));
        List<ConsumerRecord<byte[], byte[]>> retries = bench.read("rushes.split-retry", job.jobId());
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>(retries);
        all.addAll(bench.read("rushes.split-dlt", job.jobId()));
        all.addAll(bench.read("rushes.events", job.jobId()));
        all.addAll(bench.read("rushes.control", job.jobId()));
        assertThat(all).allSatisfy(record -> assertThat(part(record, 1)).isEqualTo(trace));
        assertThat(bench.events(job.jobId()))
                .allSatisfy(event -> assertThat(event.getTraceId()).isEqualTo(trace));

        assertThat(retries).hasSize(2);
        String second = part(retries.get(0), 2);
        String third = part(retries.get(1), 2);
        assertThat(new HashSet<>(List.of("00f067aa0ba902b7", second, third))).hasSize(3);
        assertThat(spansOfEvents(job, 1)).as("the first try").containsExactly(second);
        assertThat(spansOfEvents(job, 2)).as("the second try").containsExactly(third);
        assertThat(retries).allSatisfy(record -> assertThat(header(record, "rushes-first-traceparent"))
                .isEqualTo(first));
    }

    @Test
    void a_record_without_a_trace_begins_one_and_its_retries_continue_it() {
        probe.on("plain-trouble", job -> Mono.just(job.attempt() == 1 ? failed() : Outcome.done("split")));
        instance();
        JobTicket job = Probe.ticket();
        bench.footage(job, "plain-trouble");

        await().atMost(Bench.PATIENCE)
                .untilAsserted(() -> assertThat(bench.story(job.jobId())).contains("STAGE_FINISHED"));
        Set<String> traces = new HashSet<>();
        bench.events(job.jobId()).forEach(event -> traces.add(event.getTraceId()));
        assertThat(traces).hasSize(1);
        assertThat(part(bench.read("rushes.timeline", job.jobId()).getFirst(), 1))
                .isEqualTo(traces.iterator().next());
    }

    @Test
    void a_dead_letter_keeps_the_trace_header_that_its_record_had() {
        instance();
        JobTicket job = Probe.ticket();
        String traceparent = "00-11111111111111111111111111111111-2222222222222222-01";
        ProducerRecord<byte[], byte[]> noise = new ProducerRecord<>(
                "rushes.split", job.jobId().toString().getBytes(StandardCharsets.UTF_8), new byte[] {1});
        noise.headers().add("traceparent", traceparent.getBytes(StandardCharsets.UTF_8));
        bench.send(noise);

        await().atMost(Bench.PATIENCE).untilAsserted(() -> assertThat(bench.read("rushes.split-dlt", job.jobId()))
                .singleElement()
                .satisfies(dead -> assertThat(header(dead, "traceparent")).isEqualTo(traceparent)));
        await().atMost(Bench.PATIENCE)
                .untilAsserted(() -> assertThat(lines.about(job)).anySatisfy(line -> {
                    assertThat(line.getFormattedMessage()).contains("RECORD_UNREADABLE");
                    assertThat(line.getMDCPropertyMap())
                            .containsEntry("stage", "split")
                            .containsEntry("trace", "11111111111111111111111111111111");
                }));
    }

    @Test
    void every_line_about_a_record_carries_its_fields_whatever_thread_writes_it() {
        probe.on("chatty", ObservedTest::chatter);
        instance();
        JobTicket job = Probe.ticket();
        bench.footage(job, "chatty");
        await().atMost(Bench.PATIENCE)
                .untilAsserted(() -> assertThat(bench.story(job.jobId())).contains("FAILED"));

        List<ILoggingEvent> ofTheStage = lines.of("dev.rushes.test.stage");
        assertThat(ofTheStage).hasSize(3 * 6);
        assertThat(ofTheStage).allSatisfy(line -> assertThat(line.getMDCPropertyMap())
                .as(line.getFormattedMessage() + " on " + line.getThreadName())
                .containsEntry("job", job.jobId().toString())
                .containsEntry("run", "1")
                .containsEntry("tenant", "default")
                .containsEntry("stage", "split")
                .containsEntry("attempt", line.getFormattedMessage().substring(0, 1))
                .hasEntrySatisfying("trace", trace -> assertThat(trace).matches("[0-9a-f]{32}")));
        Set<String> threads = new HashSet<>();
        ofTheStage.forEach(line -> threads.add(line.getThreadName().replaceAll("[0-9]+$", "")));
        assertThat(threads).as("kinds of threads").hasSizeGreaterThanOrEqualTo(3);

        List<ILoggingEvent> ofTheRuntime = lines.of("dev.rushes.runtime.engine.Attempt");
        assertThat(ofTheRuntime)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(message -> message.contains("RETRIED") && message.contains("DISK_FULL"))
                .anyMatch(message -> message.contains("DEAD_LETTERED"));
        assertThat(ofTheRuntime).allSatisfy(line -> assertThat(line.getMDCPropertyMap())
                .as(line.getFormattedMessage())
                .containsKeys("job", "run", "tenant", "stage", "attempt", "trace"));
    }

    @Test
    void the_fields_stand_in_the_structured_log_as_compose_switches_it_on() {
        probe.on("chatty", ObservedTest::chatter);
        instance();
        JobTicket job = Probe.ticket();
        bench.footage(job, "chatty");
        await().atMost(Bench.PATIENCE)
                .until(() -> !lines.of("dev.rushes.test.stage").isEmpty());

        LoggerContext context = new LoggerContext();
        context.putObject(Environment.class.getName(), new StandardEnvironment());
        StructuredLogEncoder encoder = new StructuredLogEncoder();
        encoder.setContext(context);
        encoder.setFormat("ecs");
        encoder.start();
        String json =
                new String(encoder.encode(lines.of("dev.rushes.test.stage").getFirst()), StandardCharsets.UTF_8);
        assertThat(json)
                .startsWith("{")
                .contains(
                        "\"job\":\"" + job.jobId() + "\"", "\"stage\":\"split\"", "\"attempt\":\"1\"", "\"trace\":\"");
    }

    /** The start of an application sets the log up anew, and so drops whoever listens. */
    private void instance() {
        bench.instance(List.of(probe.definition()));
        lines.start();
        logger().addAppender(lines);
    }

    /** Writes six lines on as many kinds of threads as a stage may use. */
    private static Mono<Outcome<String>> chatter(StageContext<String> job) {
        say(job, "begins");
        return Mono.delay(Duration.ofMillis(5))
                .doOnNext(later -> say(job, "after a delay"))
                .publishOn(Schedulers.boundedElastic())
                .doOnNext(later -> say(job, "on another scheduler"))
                .flatMap(later ->
                        Mono.fromCallable(() -> say(job, "inside a callable")).subscribeOn(Schedulers.parallel()))
                .then(Mono.fromFuture(() -> java.util.concurrent.CompletableFuture.supplyAsync(() -> "elsewhere")))
                .map(elsewhere -> say(job, "after a future"))
                .flatMap(said -> {
                    say(job, "at the end");
                    return Mono.just(failed());
                });
    }

    @CanIgnoreReturnValue
    private static String say(StageContext<String> job, String what) {
        STAGE_LOG.info("{} {}", job.attempt(), what);
        return what;
    }

    private static Outcome<String> failed() {
        return Outcome.failed(Failure.of(CommonFailure.DISK_FULL, "Expected room on the disk, but it is full"));
    }

    private Set<String> spansOfEvents(JobTicket job, int attempt) {
        Set<String> spans = new HashSet<>();
        bench.read("rushes.events", job.jobId()).forEach(record -> {
            if (((dev.rushes.events.JobEvent) bench.decode(record)).getAttempt() == attempt) {
                spans.add(part(record, 2));
            }
        });
        return spans;
    }

    private static String part(ConsumerRecord<byte[], byte[]> record, int group) {
        Matcher matcher = TRACEPARENT.matcher(header(record, "traceparent"));
        assertThat(matcher.matches()).as("traceparent of " + record.topic()).isTrue();
        return matcher.group(group);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String header) {
        return new String(record.headers().lastHeader(header).value(), StandardCharsets.UTF_8);
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("dev.rushes");
    }

    /** Keeps every line. */
    private static final class Lines extends AppenderBase<ILoggingEvent> {
        private final List<ILoggingEvent> all = new CopyOnWriteArrayList<>();

        @Override
        protected void append(ILoggingEvent event) {
            event.prepareForDeferredProcessing();
            all.add(event);
        }

        List<ILoggingEvent> of(String logger) {
            return all.stream()
                    .filter(line -> line.getLoggerName().equals(logger))
                    .toList();
        }

        List<ILoggingEvent> about(JobTicket job) {
            return all.stream()
                    .filter(line -> job.jobId()
                            .toString()
                            .equals(line.getMDCPropertyMap().get("job")))
                    .toList();
        }
    }
}
