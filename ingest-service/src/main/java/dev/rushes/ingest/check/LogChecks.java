package dev.rushes.ingest.check;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.kafka.LogReach;
import dev.rushes.runtime.kafka.Workers;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** Kafka, the registry, and who works on what is there. */
final class LogChecks {
    private LogChecks() {}

    static Check broker(LogReach log) {
        return new Check(
                "broker",
                log.brokers().map(LogChecks::brokers),
                "Start Kafka, or set rushes.kafka.bootstrap-servers to where it is. Until then no job is accepted; what is on the log goes on by"
                        + " itself afterwards.");
    }

    private static Finding brokers(LogReach.Brokers brokers) {
        return brokers.missingTopics().isEmpty()
                ? Finding.ok("Kafka answers with " + brokers.count() + (brokers.count() == 1 ? " broker" : " brokers")
                        + " and has all topics.")
                : Finding.broken(
                        "Expected all topics, but Kafka lacks " + String.join(", ", brokers.missingTopics()) + ".",
                        "Restart an instance, which creates what is missing, or create the topics as docs/asyncapi.yaml lists them.");
    }

    static Check registry(LogReach log) {
        return new Check(
                "registry",
                log.registry().map(address -> Finding.ok("The schema registry answers at " + address + ".")),
                "Start the registry, or set rushes.kafka.registry-url to where it is. Schemas that an instance has met need no registry; a new"
                        + " instance does.");
    }

    /** Somebody must do each stage. */
    static Check workers(Workers workers) {
        return new Check(
                "workers",
                Mono.fromSupplier(() -> {
                    if (!workers.known()) {
                        return Finding.warning(
                                "This instance still learns who is there.", "Look again in a few seconds.");
                    }
                    List<Workers.Worker> alive =
                            workers.all().stream().filter(Workers.Worker::alive).toList();
                    String nobody = Arrays.stream(FlowStage.values())
                            .filter(stage -> alive.stream()
                                    .noneMatch(worker ->
                                            worker.report().stage(stage).isPresent()))
                            .map(FlowStage::label)
                            .collect(Collectors.joining(", "));
                    return nobody.isEmpty()
                            ? Finding.ok("Every stage has a living instance; there are " + alive.size() + " in all.")
                            : Finding.broken(
                                    "Expected an instance for every stage, but nobody does " + nobody + ".",
                                    "Start one; jobs wait there until then. GET /api/v1/workers shows who fell silent.");
                }),
                "Look at GET /api/v1/workers.");
    }
}
