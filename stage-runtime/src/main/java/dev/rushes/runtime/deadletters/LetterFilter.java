package dev.rushes.runtime.deadletters;

import dev.rushes.flow.FlowStage;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Which letters. Empty parts let everything through.
 *
 * @param stage of the stage
 * @param tenant of the owner
 * @param code with this failure code
 * @param job of the job
 * @param fingerprint with this {@link dev.rushes.runtime.rules.FailureFingerprint#id}
 * @param from given up at or after
 * @param until given up before
 * @param replayed whether it has been replayed
 */
public record LetterFilter(
        Optional<FlowStage> stage,
        Optional<String> tenant,
        Optional<String> code,
        Optional<UUID> job,
        Optional<String> fingerprint,
        Optional<Instant> from,
        Optional<Instant> until,
        Optional<Boolean> replayed) {

    /** Every letter of every stage. */
    public static final LetterFilter ALL = new LetterFilter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** Letters of one stage. */
    public static LetterFilter of(FlowStage stage) {
        return new LetterFilter(
                Optional.of(stage),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public boolean matches(DeadLetter letter) {
        return is(stage, Optional.of(letter.place().stage()))
                && is(tenant, letter.subject().tenant())
                && is(code, Optional.of(letter.cause().code()))
                && is(job, letter.subject().job())
                && is(fingerprint, Optional.of(letter.cause().fingerprint().id()))
                && from.filter(letter.deadAt()::isBefore).isEmpty()
                && until.filter(end -> !letter.deadAt().isBefore(end)).isEmpty()
                && is(replayed, Optional.of(letter.replays() > 0));
    }

    private static <T> boolean is(Optional<T> wanted, Optional<T> found) {
        return wanted.isEmpty() || wanted.equals(found);
    }
}
