package dev.rushes.campaigns.checker;

import dev.rushes.campaigns.dump.Content;
import dev.rushes.campaigns.dump.Dump.SentPoison;
import dev.rushes.campaigns.dump.LogRecord;
import dev.rushes.campaigns.dump.LogRecord.Raw;
import dev.rushes.campaigns.dump.Place;
import dev.rushes.campaigns.plan.PlannedJob;
import dev.rushes.campaigns.plan.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What nobody can read, and what was tried in vain, is a dead letter byte for byte; nothing else is. */
final class DeadLettersCheck {
    private final Index index;
    private final Map<Place, SentPoison> poisons = new HashMap<>();

    DeadLettersCheck(Index index) {
        this.index = index;
        index.dump.poisons().forEach(poison -> poisons.put(poison.place(), poison));
    }

    Finding poison(Duration within) {
        List<String> breaches = new ArrayList<>();
        List<Long> calm = new ArrayList<>();
        List<Long> stormy = new ArrayList<>();
        for (SentPoison poison : index.dump.poisons()) {
            Optional<Long> first = index.deadLetters.getOrDefault(poison.place(), List.of()).stream()
                    .map(LogRecord::timestamp)
                    .min(Long::compare);
            if (first.isEmpty()) {
                breaches.add("poison (" + poison.kind() + ") at " + poison.place() + " is no dead letter");
                continue;
            }
            long took = first.get() - poison.at();
            (poison.calm() ? calm : stormy).add(took);
            if (poison.calm() && took > within.toMillis()) {
                breaches.add("poison (" + poison.kind() + ") at " + poison.place() + " became a dead letter after "
                        + took + " ms");
            }
        }
        return new Finding(
                "I10",
                "poison is a dead letter within " + within.toMillis() + " ms when calm",
                Finding.count(index.dump.poisons().size(), "records"),
                "calm " + Spread.of(calm) + ", during faults " + Spread.of(stormy),
                breaches);
    }

    Finding byteExact() {
        List<String> breaches = new ArrayList<>();
        long letters = 0;
        for (Map.Entry<Place, List<LogRecord>> dead : index.deadLetters.entrySet()) {
            Optional<Raw> original =
                    Optional.ofNullable(index.byPlace.get(dead.getKey())).flatMap(LogRecord::raw);
            for (LogRecord letter : dead.getValue()) {
                letters++;
                boolean same = original.isPresent()
                        && letter.raw().map(raw -> raw.carries(original.get())).orElse(false);
                if (!same) {
                    breaches.add(letter.place() + " is not byte for byte what was at " + dead.getKey());
                }
            }
        }
        return new Finding("I10", "dead letters are byte for byte", Finding.count(letters, "letters"), "", breaches);
    }

    /** Exhausted tries end in a dead letter; what can still succeed, and bad input, never do. */
    Finding onlyWhatMust() {
        List<String> breaches = new ArrayList<>();
        Map<UUID, Integer> exhausted = new HashMap<>();
        index.deadLetters.forEach((origin, letters) -> {
            if (poisons.containsKey(origin)) {
                return;
            }
            Optional<UUID> job = Index.job(letters.getFirst());
            Optional<PlannedJob> plan = job.map(index.plans::get);
            if (plan.isEmpty() || plan.get().end() != PlannedJob.End.GIVEN_UP || !isPlanned(letters, plan.get())) {
                breaches.add(letters.getFirst().place() + " should not be a dead letter: "
                        + letters.getFirst().returned() + ", plan "
                        + plan.map(PlannedJob::trouble).orElse(null));
            }
            job.ifPresent(id -> exhausted.merge(id, 1, Integer::sum));
        });
        long planned = 0;
        for (PlannedJob job : index.jobs.values()) {
            if (job.end() == PlannedJob.End.GIVEN_UP) {
                planned++;
                if (!exhausted.containsKey(job.id())) {
                    breaches.add("job " + job.id() + " ran out of tries and left no dead letter: " + job.trouble());
                }
            }
        }
        long again =
                exhausted.values().stream().mapToLong(letters -> letters - 1L).sum();
        return new Finding(
                "I11",
                "only exhausted tries and poison are dead letters",
                Finding.count(planned, "exhausted"),
                Finding.count(again, "twice after a fault"),
                breaches);
    }

    private static boolean isPlanned(List<LogRecord> letters, PlannedJob job) {
        return job.trouble() instanceof Trouble.Failing failing
                && letters.stream()
                        .allMatch(letter ->
                                letter.place().topic().equals(failing.stage().deadLetterTopic())
                                        && letter.returned()
                                                .filter(returned -> returned.attempt() == PlannedJob.ATTEMPTS)
                                                .isPresent()
                                        && !(letter.content() instanceof Content.Unreadable));
    }
}
