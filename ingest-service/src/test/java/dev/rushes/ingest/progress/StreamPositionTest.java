package dev.rushes.ingest.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rushes.flow.FlowStage;
import dev.rushes.ingest.ledger.domain.Facts;
import dev.rushes.ingest.ledger.domain.Job;
import dev.rushes.ingest.ledger.domain.JobFact;
import dev.rushes.ingest.ledger.domain.JobProjection;
import dev.rushes.ingest.progress.JobLook.Cause;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class StreamPositionTest {
    private static final FrameText NAMES = frame -> bytes(frame.getClass().getSimpleName());

    private final Facts facts = new Facts(UUID.randomUUID());
    private final JobFact requested = facts.requested();
    private final Job twoLines = job(requested, facts.started(FlowStage.UPLOAD));

    @Test
    void whoKnowsNothingIsToldHowTheJobStandsAndThenNothingTwice() {
        StreamPosition position = at(OptionalLong.empty());

        assertThat(tell(position, look(Cause.CHANGE, twoLines))).containsExactly("Snapshot");
        assertThat(tell(position, look(Cause.PAUSE, twoLines))).isEmpty();
    }

    @Test
    void whoComesBackIsToldTheLinesItMissedAndHowTheJobStandsAtOnce() {
        assertThat(tell(at(OptionalLong.of(1)), look(Cause.CHANGE, twoLines), 2))
                .containsExactly("line 2", "standing");
    }

    @Test
    void linesAreToldAtOnceAndProgressAfterThePause() {
        StreamPosition position = at(OptionalLong.of(1));
        assertThat(tell(position, look(Cause.CHANGE, job(requested)))).containsExactly("standing");

        assertThat(tell(position, look(Cause.CHANGE, twoLines), 2)).containsExactly("line 2");
        assertThat(tell(position, look(Cause.PAUSE, twoLines))).containsExactly("standing");
        assertThat(tell(position, look(Cause.PAUSE, twoLines))).isEmpty();
    }

    @Test
    void aLineThatCameBehindTheJobIsLeftForTheNextLook() {
        StreamPosition position = at(OptionalLong.of(1));

        assertThat(tell(position, look(Cause.CHANGE, twoLines), 2, 3)).containsExactly("line 2", "standing");
        assertThat(position.replayAfter(twoLines)).hasValue(2);
    }

    @Test
    void whoClaimsALineThatThereIsNotBeginsAnew() {
        assertThat(tell(at(OptionalLong.of(9)), look(Cause.CHANGE, twoLines))).containsExactly("Reset", "Snapshot");
    }

    @Test
    void silenceIsBrokenByASignOfLife() {
        StreamPosition position = at(OptionalLong.of(2));
        assertThat(tell(position, look(Cause.CHANGE, twoLines))).containsExactly("standing");

        assertThat(tell(position, look(Cause.SILENCE, twoLines))).containsExactly("Heartbeat");
    }

    @Test
    void theEndIsToldAtOnceAndLast() {
        Job cancelled = job(requested, facts.cancelled());

        assertThat(tell(at(OptionalLong.of(1)), look(Cause.CHANGE, cancelled), 2))
                .containsExactly("line 2", "End");
        assertThat(tell(at(OptionalLong.empty()), look(Cause.CHANGE, cancelled)))
                .containsExactly("Snapshot", "End");
    }

    private static StreamPosition at(OptionalLong seen) {
        return new StreamPosition(NAMES, seen);
    }

    private static JobLook.Stands look(Cause cause, Job job) {
        return new JobLook.Stands(cause, job, job.version(), List.of(), bytes("standing"));
    }

    private static List<String> tell(StreamPosition position, JobLook.Stands look, long... missed) {
        List<JobLook.Line> lines = LongStream.of(missed)
                .mapToObj(line -> new JobLook.Line(line, bytes("line " + line)))
                .toList();
        return position.tell(look, lines).stream()
                .map(frame -> new String(frame, StandardCharsets.UTF_8))
                .toList();
    }

    private static Job job(JobFact... told) {
        JobProjection projection = JobProjection.begin(told[0]);
        for (JobFact fact : told) {
            projection.add(fact);
        }
        return projection.change().job();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
