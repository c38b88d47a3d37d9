package dev.rushes.ingest.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class NewsStartTest {
    private static final NewsPlace SNAPSHOT = new NewsPlace("a1", 5_000);

    @Test
    void whoKnowsNothingIsToldHowThingsStand() {
        assertThat(NewsStart.of(Optional.empty(), SNAPSHOT, 5_000)).isInstanceOf(NewsStart.Fresh.class);
    }

    @Test
    void whoMissedAFewLinesIsToldThese() {
        assertThat(at(5_000)).isEqualTo(new NewsStart.Replay(5_000));
        assertThat(at(5_000 - NewsStart.REPLAY_LIMIT)).isEqualTo(new NewsStart.Replay(4_000));
    }

    @Test
    void whoMissedTooManyBeginsAnew() {
        assertThat(at(5_000 - NewsStart.REPLAY_LIMIT - 1)).isInstanceOf(NewsStart.Anew.class);
    }

    @Test
    void whoHasSeenMoreThanTheSnapshotIsNotMovedBack() {
        assertThat(at(5_001)).isInstanceOf(NewsStart.Ahead.class);
    }

    @Test
    void whoClaimsWhatCanNotBeBeginsAnew() {
        assertThat(at(5_011)).isInstanceOf(NewsStart.Anew.class);
        assertThat(NewsStart.of(Optional.of(NewsPlace.NOWHERE), SNAPSHOT, 5_010))
                .isInstanceOf(NewsStart.Anew.class);
        assertThat(NewsStart.of(Optional.of(new NewsPlace("b2", 5_000)), SNAPSHOT, 5_010))
                .isInstanceOf(NewsStart.Anew.class);
    }

    private static NewsStart at(long position) {
        return NewsStart.of(Optional.of(new NewsPlace("a1", position)), SNAPSHOT, 5_010);
    }
}
