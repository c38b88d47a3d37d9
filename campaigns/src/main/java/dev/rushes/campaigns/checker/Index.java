package dev.rushes.campaigns.checker;

import dev.rushes.campaigns.dump.Content;
import dev.rushes.campaigns.dump.Dump;
import dev.rushes.campaigns.dump.Dump.SentPoison;
import dev.rushes.campaigns.dump.LogRecord;
import dev.rushes.campaigns.dump.Place;
import dev.rushes.campaigns.plan.PlannedJob;
import dev.rushes.campaigns.stub.EffectKey;
import dev.rushes.flow.Flow;
import dev.rushes.flow.FlowStage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** A dump by the questions that are asked of it. */
final class Index {
    /** Events that end a run. */
    static final Set<String> ENDS = Set.of("COMPLETED", "FAILED", "CANCELLED");

    /** News of a piece of work. */
    record News(UUID job, FlowStage stage, String type, String unit) {}

    final Dump dump;
    /** Jobs that were acknowledged. */
    final Map<UUID, PlannedJob> jobs = new LinkedHashMap<>();
    /** Those, and jobs of which nobody knows whether they were stored. */
    final Map<UUID, PlannedJob> plans = new LinkedHashMap<>();

    final Map<Place, LogRecord> byPlace = new HashMap<>();
    final Map<EffectKey, List<LogRecord>> facts = new HashMap<>();
    final Map<UUID, List<LogRecord>> ends = new HashMap<>();
    final Map<Place, List<LogRecord>> retries = new HashMap<>();
    final Map<Place, List<LogRecord>> deadLetters = new HashMap<>();
    final Map<News, Long> firstNews = new HashMap<>();

    Index(Dump dump) {
        this.dump = dump;
        dump.asked().forEach(job -> jobs.put(job.id(), job));
        plans.putAll(jobs);
        dump.unsure().forEach(job -> plans.put(job.id(), job));
        Set<Place> poisons = dump.poisons().stream().map(SentPoison::place).collect(Collectors.toSet());
        dump.records().forEach(record -> add(record, poisons.contains(record.place())));
    }

    private void add(LogRecord record, boolean poison) {
        byPlace.put(record.place(), record);
        if (poison) {
            return;
        }
        String topic = record.place().topic();
        if (topic.endsWith("-dlt") || topic.endsWith("-retry")) {
            Map<Place, List<LogRecord>> kind = topic.endsWith("-dlt") ? deadLetters : retries;
            record.returned().ifPresent(returned -> kind.computeIfAbsent(returned.origin(), none -> new ArrayList<>())
                    .add(record));
            return;
        }
        switch (record.content()) {
            case Content.Fact fact ->
                facts.computeIfAbsent(fact.key(), none -> new ArrayList<>()).add(record);
            case Content.Event event -> {
                if (ENDS.contains(event.type())) {
                    ends.computeIfAbsent(event.job(), none -> new ArrayList<>()).add(record);
                }
                event.stage()
                        .ifPresent(stage -> firstNews.merge(
                                new News(event.job(), stage, event.type(), event.unit()),
                                record.timestamp(),
                                Math::min));
            }
            case Content.Request request -> {}
            case Content.Command command -> {}
            case Content.Unreadable unreadable -> {}
        }
    }

    List<LogRecord> factsOf(EffectKey key) {
        return facts.getOrDefault(key, List.of());
    }

    Optional<Long> firstFact(EffectKey key) {
        return factsOf(key).stream().map(LogRecord::timestamp).min(Long::compare);
    }

    Optional<Long> firstNews(UUID job, FlowStage stage, String type, String unit) {
        return Optional.ofNullable(firstNews.get(new News(job, stage, type, unit)));
    }

    List<LogRecord> endsOf(UUID job) {
        return ends.getOrDefault(job, List.of());
    }

    /** The job that a record is about, if it can be read. */
    static Optional<UUID> job(LogRecord record) {
        return switch (record.content()) {
            case Content.Request request -> Optional.of(request.job());
            case Content.Fact fact -> Optional.of(fact.key().job());
            case Content.Event event -> Optional.of(event.job());
            case Content.Command command -> Optional.empty();
            case Content.Unreadable unreadable -> Optional.empty();
        };
    }

    /** The stage that reads a topic, also if it is the retry or dead-letter topic of a stage. */
    static Optional<FlowStage> reader(String topic) {
        for (FlowStage stage : Flow.STAGES) {
            if (Set.of(stage.topic(), stage.retryTopic(), stage.deadLetterTopic())
                    .contains(topic)) {
                return Optional.of(stage);
            }
        }
        return Optional.empty();
    }
}
