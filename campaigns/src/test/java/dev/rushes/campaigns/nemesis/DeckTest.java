package dev.rushes.campaigns.nemesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeckTest {
    private static final Set<FaultKind> ALL = EnumSet.allOf(FaultKind.class);

    @Test
    void every_kind_comes_once_before_any_comes_again() {
        for (long seed = 0; seed < 50; seed++) {
            Deck deck = new Deck(ALL, new SplittableRandom(seed));
            assertThat(draw(deck, ALL.size() - 1)).as("seed %d", seed).doesNotHaveDuplicates();
            assertThat(deck.wentRound()).isFalse();
            assertThat(draw(deck, 1)).hasSize(1);
            assertThat(deck.wentRound()).isTrue();
            assertThat(draw(deck, ALL.size())).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(ALL);
        }
    }

    @Test
    void the_order_follows_from_the_seed_alone() {
        assertThat(draw(new Deck(ALL, new SplittableRandom(7)), 30))
                .isEqualTo(draw(new Deck(ALL, new SplittableRandom(7)), 30))
                .isNotEqualTo(draw(new Deck(ALL, new SplittableRandom(8)), 30));
    }

    @Test
    void a_deck_of_nothing_gives_nothing_and_misses_nothing() {
        Deck none = new Deck(Set.of(), new SplittableRandom(1));
        assertThat(none.draw()).isEmpty();
        assertThat(none.wentRound()).isTrue();
    }

    private static List<FaultKind> draw(Deck deck, int times) {
        return IntStream.range(0, times)
                .mapToObj(each -> deck.draw())
                .flatMap(Optional::stream)
                .toList();
    }
}
