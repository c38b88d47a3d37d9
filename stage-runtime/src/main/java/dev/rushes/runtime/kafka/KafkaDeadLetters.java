package dev.rushes.runtime.kafka;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.deadletters.DeadLetters;
import dev.rushes.runtime.deadletters.DeadLettersUnavailable;
import dev.rushes.runtime.deadletters.FailureGroups;
import dev.rushes.runtime.deadletters.LetterContent;
import dev.rushes.runtime.deadletters.LetterFilter;
import dev.rushes.runtime.deadletters.LetterPage;
import dev.rushes.runtime.deadletters.LetterPlace;
import dev.rushes.runtime.deadletters.Reopening;
import dev.rushes.runtime.deadletters.ReplayOrder;
import dev.rushes.runtime.deadletters.ReplayReport;
import dev.rushes.runtime.engine.Timer;
import dev.rushes.runtime.rules.ReplayPace;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The dead letters of all stages in Kafka. */
final class KafkaDeadLetters implements DeadLetters {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaDeadLetters.class);
    private static final int LONGEST_STRETCH = 200;

    private final Parts parts;
    private final ReplayMarks marks;
    private final LetterReader reader;
    private final LetterInspector inspector;

    /**
     * What it works with.
     *
     * @param reopening asked anew for each replay, so that the ledger may come later
     * @param retention how long letters are kept; what the audit says of older ones does not matter
     */
    record Parts(
            Clients clients,
            FactSerde serde,
            ReplayDeeds deeds,
            Audit audit,
            Supplier<Reopening> reopening,
            Scheduler workers,
            Timer timer,
            Duration retention,
            DeadLetterSettings settings) {}

    KafkaDeadLetters(Parts parts) {
        this.parts = parts;
        this.marks = new ReplayMarks(parts.serde(), parts.settings().rememberedReplays());
        this.reader = new LetterReader(marks);
        this.inspector = new LetterInspector(parts.serde(), parts.settings());
    }

    @Override
    public Mono<LetterPage> list(LetterFilter filter, Optional<String> cursor, int limit) {
        if (limit < 1) {
            return Mono.error(new IllegalArgumentException("Expected a limit of at least 1, but got " + limit));
        }
        return reading(spans -> {
            Optional<LetterPositions> from = cursor.map(LetterPositions::read);
            SortedMap<TopicPartition, TopicSpans.Span> all = matching(spans, filter);
            int stretch = Math.clamp(parts.settings().scanRecords() / Math.max(1, all.size()), 1, LONGEST_STRETCH);
            return new LetterListing(spans, reader, filter, budget(), stretch).page(all, from, limit);
        });
    }

    @Override
    public Mono<FailureGroups> groups(LetterFilter filter) {
        return reading(spans ->
                new LetterGrouping(spans, reader, filter, parts.settings()).of(matching(spans, filter), budget()));
    }

    @Override
    public Mono<LetterContent> inspect(LetterPlace place) {
        return asking(spans -> {
                    refreshIfPossible(spans);
                    return spans.at(LetterReader.partition(place), place.offset());
                })
                .flatMap(Mono::justOrEmpty)
                .map(record -> inspector.inspect(reader.read(record), record));
    }

    @Override
    public Mono<ReplayReport> replay(ReplayOrder order) {
        DeadLetterSettings settings = parts.settings();
        double rate = Math.min(order.perSecond().orElse(settings.replayRate()), settings.replayRate());
        return reading(spans -> picks(spans, order)).flatMap(picks -> {
            ReplaySteps steps = new ReplaySteps(parts.deeds(), parts.reopening().get(), marks, settings.maxCycles());
            ReplayAudit told = new ReplayAudit(UuidCreator.getTimeOrderedEpoch(), order);
            ReplayRun.Parts its = new ReplayRun.Parts(parts.audit(), parts.timer(), settings);
            return new ReplayRun(picks, steps, told, order.dryRun(), new ReplayPace(rate), its).run();
        });
    }

    private ReplayPicks picks(TopicSpans spans, ReplayOrder order) {
        DeadLetterSettings settings = parts.settings();
        int limit = Math.min(order.limit().orElse(settings.replayRecords()), settings.replayRecords());
        return switch (order.selection()) {
            case ReplayOrder.Selection.Places places -> named(spans, places.places(), limit);
            case ReplayOrder.Selection.Matching matching -> {
                SortedMap<TopicPartition, TopicSpans.Span> all = matching(spans, matching.filter());
                SortedMap<TopicPartition, TopicSpans.Span> way = matching.cursor()
                        .map(cursor -> ReplayPicks.Way.read(cursor, all))
                        .orElse(all);
                yield new ReplayPicks.Picker(
                                reader,
                                matching.filter(),
                                budget(),
                                limit,
                                settings.replayBytes().toBytes())
                        .pick(spans, way);
            }
        };
    }

    private ReplayPicks named(TopicSpans spans, List<LetterPlace> places, int limit) {
        List<ReplayPicks.Pick> letters = places.stream()
                .distinct()
                .limit(limit)
                .map(place -> spans.at(LetterReader.partition(place), place.offset())
                        .<ReplayPicks.Pick>map(record -> new ReplayPicks.Pick.Found(reader.read(record), record))
                        .orElseGet(() -> new ReplayPicks.Pick.Gone(place)))
                .toList();
        long distinct = places.stream().distinct().count();
        return new ReplayPicks(letters, distinct - letters.size(), true, Optional.empty());
    }

    private static SortedMap<TopicPartition, TopicSpans.Span> matching(TopicSpans spans, LetterFilter filter) {
        List<String> topics =
                filter.stage().stream()
                        .findFirst()
                        .map(List::of)
                        .orElseGet(() -> Arrays.asList(FlowStage.values()))
                        .stream()
                        .map(FlowStage::deadLetterTopic)
                        .toList();
        SortedMap<TopicPartition, TopicSpans.Span> all = spans.of(topics);
        return filter.from().map(from -> spans.since(all, from)).orElse(all);
    }

    private ScanBudget budget() {
        return new ScanBudget(parts.settings(), parts.timer()::now);
    }

    /** Looking into a letter must work while the registry is away: then its replays are those that were known before. */
    private void refreshIfPossible(TopicSpans spans) {
        try {
            refresh(spans);
        } catch (DeadLettersUnavailable e) {
            LOG.warn("The audit can't be read now; what is said about replays may be old", e);
        }
    }

    private void refresh(TopicSpans spans) {
        marks.refresh(spans, parts.timer().now().minus(parts.retention()));
    }

    /** Reads with marks that are up to date. */
    private <T> Mono<T> reading(Function<TopicSpans, T> question) {
        return asking(spans -> {
            refresh(spans);
            return question.apply(spans);
        });
    }

    /** Reads on a worker. */
    private <T> Mono<T> asking(Function<TopicSpans, T> question) {
        return Mono.fromCallable(() -> {
                    try (TopicSpans spans = new TopicSpans(parts.clients(), "dead-letters")) {
                        return question.apply(spans);
                    }
                })
                .subscribeOn(parts.workers())
                .onErrorMap(
                        KafkaException.class,
                        error -> new DeadLettersUnavailable("Expected Kafka to answer, but it did not", error));
    }
}
