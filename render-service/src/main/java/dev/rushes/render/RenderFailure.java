package dev.rushes.render;

import dev.rushes.runtime.stage.FailureCode;
import dev.rushes.runtime.stage.FailureKind;

/** Failure codes of the render that are not those of the tool or the store. */
public enum RenderFailure implements FailureCode {
    /** The timeline document does not say what its contract says. */
    TIMELINE_UNREADABLE(FailureKind.OURS),
    /** The timeline has nothing to show or to hear. */
    TIMELINE_EMPTY(FailureKind.INPUT),
    /** The film would be longer than this installation makes. */
    FILM_TOO_LONG(FailureKind.INPUT),
    /** The job's options ask for a film that nobody can make. */
    FILM_OPTIONS_UNFIT(FailureKind.INPUT);

    private final FailureKind kind;

    RenderFailure(FailureKind kind) {
        this.kind = kind;
    }

    @Override
    public FailureKind kind() {
        return kind;
    }
}
