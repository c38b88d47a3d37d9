package dev.rushes.ingest.generation.domain;

import static dev.rushes.ingest.generation.domain.PurchaseState.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every move of a purchase's life, and no other. */
class PurchaseStateTest {
    private static final Map<PurchaseState, Set<PurchaseState>> MOVES = new EnumMap<>(Map.of(
            INTENDED, EnumSet.of(UNKNOWN, RUNNING, OVER),
            UNKNOWN, EnumSet.of(RUNNING, OVER),
            RUNNING, EnumSet.of(READY, OVER),
            READY, EnumSet.of(OVER),
            OVER, EnumSet.noneOf(PurchaseState.class)));

    @Test
    void everyMoveOfTheTableIsAllowedAndNoOther() {
        for (PurchaseState from : values()) {
            for (PurchaseState to : values()) {
                assertThat(from.mayBecome(to))
                        .as("%s to %s", from, to)
                        .isEqualTo(MOVES.getOrDefault(from, Set.of()).contains(to));
                assertThat(PurchaseState.before(to).contains(from)).isEqualTo(from.mayBecome(to));
            }
        }
    }

    @Test
    void onlyWhatNobodyHasTakenIsWithdrawn() {
        assertThat(EnumSet.allOf(PurchaseState.class).stream().filter(PurchaseState::mayBeWithdrawn))
                .containsExactly(INTENDED, UNKNOWN);
    }
}
