package dev.rushes.analysis.gemini.domain;

import dev.rushes.gemini.domain.Trouble;

/** How a call ended. */
public sealed interface CallEnd {

    /** With an answer, good or bad; it is paid. */
    record Answered(Response response) implements CallEnd {}

    /**
     * Without one.
     *
     * @param lost whether an answer may have been made and paid all the same
     */
    record Failed(Trouble trouble, boolean lost) implements CallEnd {}

    /** It was not made, for nothing of the piece can be shown. */
    record NothingToShow(String why) implements CallEnd {}
}
