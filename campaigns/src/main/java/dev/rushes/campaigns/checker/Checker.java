package dev.rushes.campaigns.checker;

import dev.rushes.campaigns.dump.Dump;
import java.time.Duration;
import java.util.List;

/** Checks a dump. Pure: the same dump, the same findings. */
public final class Checker {
    /** How long a fault may still be felt after it has ended. */
    static final Duration AFTERMATH = Duration.ofSeconds(60);

    private Checker() {}

    /** @param poison how long poison may take to become a dead letter while nothing else is the matter */
    public static List<Finding> check(Dump dump, Duration poison) {
        Index index = new Index(dump);
        EndsCheck ends = new EndsCheck(index);
        EffectsCheck effects = new EffectsCheck(index);
        CommitsCheck commits = new CommitsCheck(index);
        DeadLettersCheck letters = new DeadLettersCheck(index);
        return List.of(
                effects.noPhantom(),
                ends.oneEnd(),
                ends.noneLost(),
                effects.oneEffect(),
                effects.allTold(),
                effects.repeatedWork(),
                commits.conservation(),
                commits.neverPast(),
                letters.poison(poison),
                letters.byteExact(),
                letters.onlyWhatMust(),
                new RetriesCheck(index).retries(),
                commits.lag(),
                new ReceiversCheck(index).receivers());
    }
}
