package dev.rushes.ingest.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class NewsStartTest {
    private static final NewsPlace SNAPSHOT = new NewsPlace("a1", 5_000);

    /** The last line that there is; the snapshot is a little older. */
    private static final long LAST = 5_010;

    @Test
    void whoKnowsNothingIsToldHowThingsStand() {
        assertThat(NewsStart.of(Optional.empty(), SNAPSHOT, 5_000)).isInstanceOf(NewsStart.Fresh.class);
    }

    @Test
    void whoMissedAFewLinesIsToldThese() {
        assertThat(at(5_000)).isEqualTo(new NewsStart.Replay(5_000));
        assertThat(at(LAST - NewsStart.REPLAY_LIMIT)).isEqualTo(new NewsStart.Replay(4_010));
    }

    @Test
    void whoMissedTooManyBeginsAnew() {
        assertThat(at(LAST - NewsStart.REPLAY_LIMIT - 1)).isInstanceOf(NewsStart.Anew.class);
    }

    @Test
    void whoHasSeenMoreThanTheSnapshotIsNotMovedBack() {
        assertThat(at(5_001)).isInstanceOf(NewsStart.Ahead.class);
    }

    @Test
    void whoClaimsWhatCanNotBeBeginsAnew() {
        assertThat(at(LAST + 1)).isInstanceOf(NewsStart.Anew.class);
        assertThat(NewsStart.of(Optional.of(NewsPlace.NOWHERE), SNAPSHOT, LAST)).isInstanceOf(NewsStart.Anew.class);
        assertThat(NewsStart.of(Optional.of(new NewsPlace("b2", 5_000)), SNAPSHOT, LAST))
                .isInstanceOf(NewsStart.Anew.class);
    }

    private static NewsStart at(long position) {
        return NewsStart.of(Optional.of(new NewsPlace("a1", position)), SNAPSHOT, LAST);
    }
}
