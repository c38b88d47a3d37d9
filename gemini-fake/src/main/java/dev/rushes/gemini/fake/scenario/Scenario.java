package dev.rushes.gemini.fake.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Rules with their counts. The first rule that fits decides; all that fit count. Not safe for threads. */
public final class Scenario {
    private final List<Counted> rules = new ArrayList<>();

    private static final class Counted {
        private final Rule rule;
        private final SplittableRandom random;
        private int fitting;

        Counted(Rule rule, long seed) {
            this.rule = rule;
            this.random = new SplittableRandom(seed);
        }

        boolean strikes(Stream<String> words) {
            if (!rule.match().isEmpty() && words.noneMatch(word -> word.contains(rule.match()))) {
                return false;
            }
            fitting++;
            boolean drawn = random.nextDouble() < rule.probability();
            return drawn && fitting >= rule.first() && fitting <= rule.last();
        }
    }

    /** @param seed decides which of the requests meet a fault that has a probability */
    public Scenario(long seed, List<Rule> rules) {
        for (Rule rule : rules) {
            this.rules.add(new Counted(rule, seed + this.rules.size()));
        }
    }

    /**
     * What happens to a request.
     *
     * @param words its texts, names and model
     */
    public Optional<Fault> next(Route route, List<String> words) {
        Optional<Fault> struck = Optional.empty();
        for (Counted counted : rules) {
            if (counted.rule.fault().route() == route && counted.strikes(words.stream()) && struck.isEmpty()) {
                struck = Optional.of(counted.rule.fault());
            }
        }
        return struck;
    }
}
