package dev.rushes.ingest.api;

import dev.rushes.flow.FlowStage;
import dev.rushes.runtime.deadletters.CursorRefused;
import dev.rushes.runtime.deadletters.DeadLetter;
import dev.rushes.runtime.deadletters.DeadLetters;
import dev.rushes.runtime.deadletters.DeadLettersUnavailable;
import dev.rushes.runtime.deadletters.FailureGroups;
import dev.rushes.runtime.deadletters.LetterContent;
import dev.rushes.runtime.deadletters.LetterFilter;
import dev.rushes.runtime.deadletters.LetterPage;
import dev.rushes.runtime.deadletters.LetterPlace;
import dev.rushes.runtime.deadletters.ReplayOrder;
import dev.rushes.runtime.deadletters.ReplayReport;
import dev.rushes.runtime.deadletters.ReplayResult;
import dev.rushes.runtime.rules.FailureFingerprint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;

/** Dead letters in memory, the newest first; remembers what it was asked to replay. It can be away. */
final class MemoryDeadLetters implements DeadLetters {
    final List<DeadLetter> letters = new CopyOnWriteArrayList<>();
    final List<ReplayOrder> orders = new CopyOnWriteArrayList<>();
    final List<LetterFilter> filters = new CopyOnWriteArrayList<>();
    volatile boolean away;

    static DeadLetter letter(int partition, long offset, UUID job) {
        return new DeadLetter(
                new LetterPlace(FlowStage.SPLIT, partition, offset),
                Instant.parse("2026-01-31T12:00:00Z"),
                Optional.of(
                        new DeadLetter.Origin("rushes.split", partition, Optional.of(7L), Optional.of(Instant.EPOCH))),
                new DeadLetter.Subject(Optional.of(job), Optional.of(1), Optional.of("default")),
                new DeadLetter.Cause(
                        "DISK_FULL",
                        Optional.of("TRANSIENT"),
                        Optional.of(true),
                        "Expected room",
                        3,
                        FailureFingerprint.of("split", "DISK_FULL", "Expected room", Optional.empty())),
                120,
                0,
                0);
    }

    @Override
    public Mono<LetterPage> list(LetterFilter filter, Optional<String> cursor, int limit) {
        return here(() -> {
            filters.add(filter);
            int from = cursor.map(MemoryDeadLetters::number).orElse(0);
            List<DeadLetter> matching = letters.stream().filter(filter::matches).toList();
            int until = Math.min(matching.size(), from + limit);
            return new LetterPage(
                    matching.subList(from, until),
                    until < matching.size() ? Optional.of(Integer.toString(until)) : Optional.empty());
        });
    }

    private static int number(String cursor) {
        try {
            return Integer.parseInt(cursor);
        } catch (NumberFormatException e) {
            throw new CursorRefused(e);
        }
    }

    @Override
    public Mono<FailureGroups> groups(LetterFilter filter) {
        return here(() -> {
            DeadLetter last = letters.getFirst();
            return new FailureGroups(
                    List.of(new FailureGroups.Group(
                            last.cause().fingerprint(),
                            last.place().stage(),
                            last.cause().code(),
                            letters.size(),
                            letters.size(),
                            last.deadAt(),
                            last.deadAt(),
                            Set.of("default"),
                            last.place())),
                    letters.size(),
                    0,
                    true);
        });
    }

    @Override
    public Mono<LetterContent> inspect(LetterPlace place) {
        return here(() -> letters.stream()
                        .filter(letter -> letter.place().equals(place))
                        .findFirst())
                .flatMap(Mono::justOrEmpty)
                .map(letter -> new LetterContent(
                        letter,
                        new LetterContent.Shown(LetterContent.Form.TEXT, "key", 3, false),
                        List.of(new LetterContent.Header(
                                "kafka_dlt-original-offset",
                                new LetterContent.Shown(LetterContent.Form.INT64, "7", 8, false))),
                        0,
                        letter.place().offset() % 2 == 0
                                ? new LetterContent.Value.Decoded(
                                        "dev.rushes.events.MediaStored", "{\"a\":{\"b\":1}}", 9)
                                : new LetterContent.Value.Opaque(
                                        "Expected a record, but it is noise",
                                        new LetterContent.Shown(LetterContent.Form.BYTES, "07ff", 2, false)),
                        Optional.of("java.io.IOException"),
                        Optional.empty()));
    }

    @Override
    public Mono<ReplayReport> replay(ReplayOrder order) {
        return here(() -> {
            orders.add(order);
            if (order.selection() instanceof ReplayOrder.Selection.Matching matching) {
                int unused = matching.cursor().map(MemoryDeadLetters::number).orElse(0);
            }
            LetterPlace place = new LetterPlace(FlowStage.SPLIT, 0, 1);
            return new ReplayReport(
                    UUID.randomUUID(),
                    order.dryRun(),
                    List.of(
                            new ReplayResult.Replayed(place, "rushes.split", 1),
                            new ReplayResult.Reopened(place, UUID.randomUUID(), 2),
                            new ReplayResult.Skipped(
                                    place, ReplayResult.Reason.JOB_RUNNING, "Expected a job that is over"),
                            new ReplayResult.Refused(place, ReplayResult.Reason.CYCLE_LIMIT, "Expected fewer"),
                            new ReplayResult.Failed(place, "Expected an answer")),
                    5,
                    false,
                    Optional.of("12"),
                    Optional.of("Expected an answer"),
                    order.perSecond().orElse(20),
                    Duration.ofMillis(2_400));
        });
    }

    private <T> Mono<T> here(java.util.concurrent.Callable<T> answer) {
        return Mono.defer(() -> away
                ? Mono.error(new DeadLettersUnavailable("no broker at 127.0.0.1", null))
                : Mono.fromCallable(answer));
    }
}
