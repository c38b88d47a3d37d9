package dev.rushes.runtime.deadletters;

import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * The records that stages gave up on. Reading takes part in no consumer group and changes nothing; a replay deletes nothing, it tells the audit
 * what it did, and that is how a letter is known to have been replayed.
 *
 * <p>Everything is bounded by {@code rushes.dead-letters.*}; an answer says when a bound was met. Work happens on threads of its own. Any
 * {@code Mono} may end with {@link DeadLettersUnavailable}, or with {@link CursorRefused} if it was given a cursor.
 */
public interface DeadLetters {

    /**
     * A page of letters, newest first.
     *
     * @param cursor from the page before; empty for the first
     * @param limit most letters of the page, at least 1
     */
    Mono<LetterPage> list(LetterFilter filter, Optional<String> cursor, int limit);

    /** The failures behind the letters, most frequent first, out of the newest letters of each partition. */
    Mono<FailureGroups> groups(LetterFilter filter);

    /**
     * Everything about one letter.
     *
     * @return empty if there is none at that place (any more)
     */
    Mono<LetterContent> inspect(LetterPlace place);

    /**
     * Replays letters, or says what it would do. {@link dev.rushes.runtime.rules.ReplayDecision} says what a replay is. Letters that arrive
     * after the beginning are left alone.
     *
     * @return what came of each letter that it got to; more than that is left for another call if a limit was met
     */
    Mono<ReplayReport> replay(ReplayOrder order);
}
