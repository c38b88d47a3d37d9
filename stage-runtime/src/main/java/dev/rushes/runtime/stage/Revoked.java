package dev.rushes.runtime.stage;

/** What becomes of running work when its partition goes to another instance. */
public enum Revoked {
    /** It runs on under a lease that the new owner sees and waits for; for work that is dear. */
    FINISH,
    /** It is cancelled and the new owner begins at once; for work that is cheap, or that must never run twice at a time. */
    CANCEL
}
