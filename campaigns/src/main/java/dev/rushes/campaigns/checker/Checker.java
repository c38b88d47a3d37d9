package dev.rushes.campaigns.checker;

import dev.rushes.campaigns.dump.Dump;
import java.time.Duration;
import java.util.List;

/** Checks a dump. Pure: the same dump, the same findings. */
public final class Checker {
    /** How long poison may take to become a dead letter while nothing else is the matter. */
    static final Duration POISON = Duration.ofSeconds(1);

    /** How long a fault may still be felt after it has ended. */
    static final Duration AFTERMATH = Duration.ofSeconds(60);

    private Checker() {}

    public static List<Finding> check(Dump dump) {
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
                letters.poison(),
                letters.byteExact(),
                letters.onlyWhatMust(),
                new RetriesCheck(index).retries(),
                commits.lag(),
                new ReceiversCheck(index).receivers());
    }
}
